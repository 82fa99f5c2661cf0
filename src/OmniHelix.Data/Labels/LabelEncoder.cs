using System.Globalization;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Labels;

/// <summary>Turns the labels of examples into numbers for one task, after checking all of them.</summary>
public sealed class LabelEncoder
{
    private const int Shown = 5;

    // Labels with one character per base, such as structures, need no text per base.
    private readonly int[] idOfCharacter = new int[128];

    /// <param name="task">What is learned.</param>
    /// <param name="labels">Classes; null for regression.</param>
    /// <param name="width">Targets per base or sequence; 0 for classes.</param>
    /// <param name="ignoreUnknown">Unknown classes are left out of loss and metrics instead of being an error.</param>
    public LabelEncoder(TaskType task, LabelMap? labels, int width, bool ignoreUnknown = false)
    {
        if (!task.HasLabels) throw new ArgumentException("The task has no labels.", nameof(task));
        var hasClasses = task.Target != TaskTarget.Number;
        if (hasClasses != labels is not null)
            throw new ArgumentException("Classification needs a label map and regression has none.", nameof(labels));
        if (task == TaskType.PairClassification && labels!.Count != 2)
            throw new UsageException(
                "OH1605", $"{task.Name} has two classes, not {labels.Count}", null, "Name both, that of pairs which belong together last.");
        Task = task;
        MinDistance = task.UsualMinDistance;
        Labels = labels;
        IgnoreUnknown = ignoreUnknown;
        for (var c = 0; c < idOfCharacter.Length; c++)
            idOfCharacter[c] = labels is not null && labels.TryGetId(((char)c).ToString(), out var id) ? id : LabelProjector.Ignored;
        Width = task.Target switch
        {
            TaskTarget.Classes => labels!.Count,
            TaskTarget.Number => width,
            _ => 0,
        };
    }

    /// <summary>What is learned.</summary>
    public TaskType Task { get; }

    /// <summary>Classes; null for regression.</summary>
    public LabelMap? Labels { get; }

    /// <summary>Numbers per base or sequence for regression and multi-label tasks; 0 when there is one class id.</summary>
    public int Width { get; }

    /// <summary>Unknown classes are left out instead of being an error.</summary>
    public bool IgnoreUnknown { get; }

    /// <summary>For tasks on pairs, the fewest bases from the first of a pair that counts to the second.</summary>
    public int MinDistance { get; init; }

    /// <summary>Classes or targets.</summary>
    public int Outputs => Labels?.Count ?? Width;

    /// <summary>An encoder whose classes or target count come from the examples unless <paramref name="given"/>.</summary>
    /// <param name="task">What is learned.</param>
    /// <param name="examples">With labels.</param>
    /// <param name="given">Classes; null for those that occur.</param>
    /// <param name="ignoreUnknown">Unknown classes are left out of loss and metrics instead of being an error.</param>
    /// <param name="minDistance">For tasks on pairs, the least distance that counts; null for the usual one of the task.</param>
    public static LabelEncoder For(
        TaskType task, IReadOnlyList<Example> examples, LabelMap? given = null, bool ignoreUnknown = false, int? minDistance = null)
    {
        if (task.Unit == TaskUnit.Pair)
        {
            var labels = task.Target == TaskTarget.Class ? given ?? new LabelMap(task.UsualLabels!) : null;
            return new LabelEncoder(task, labels, labels is null ? 1 : 0) { MinDistance = minDistance ?? task.UsualMinDistance };
        }
        if (task.Target != TaskTarget.Number) return new LabelEncoder(task, given ?? LabelMap.Infer(examples, task), 0, ignoreUnknown);
        var first = examples.FirstOrDefault(e => e.Label is not null) ?? throw new OmniException(
            "OH1303", "no example has a label", examples.Count > 0 ? examples[0].File : null,
            "Name its field: --label-field, or label_column of the data set.");
        var width = first.Label is not VectorLabel vector ? 1 : task.Unit == TaskUnit.Token ? vector.Columns : vector.Values.Length;
        return new LabelEncoder(task, null, width);
    }

    /// <summary>Looks at every label; all offenders of one kind are in one error.</summary>
    /// <returns>Occurrences of unknown classes that will be left out.</returns>
    /// <exception cref="OmniException">
    /// OH1301 unknown classes; OH1302 labels whose length differs from the sequence; OH1303 missing labels; OH1304 labels of another form;
    /// OH1305 positions of pairs outside the sequence; OH1306 two values for one pair.
    /// </exception>
    public long Check(IEnumerable<Example> examples)
    {
        var (missing, lengths) = (new Offenders(), new Offenders());
        var unknown = new SortedDictionary<string, Offenders>(StringComparer.Ordinal);
        foreach (var example in examples)
        {
            if (SequenceCheck.PairProblem(example, Task) is { } pair) throw pair;
            if (IsMissing(example)) missing.Add(example.Place);
            else if (!FitsSequence(example, out var length))
                lengths.Add($"{example.Place} ({Plural.Count(length, "label")}, {Plural.Count(example.Sequence.Length, "base")})");
            else if (Task.Unit == TaskUnit.Pair) _ = PairLabels.Of(example, Task);
            else if (Labels is not null && !IsAllKnown(example))
            {
                foreach (var name in LabelNames.Of(example, Task))
                {
                    if (name == LabelNames.None || Labels.TryGetId(name, out _)) continue;
                    if (!unknown.TryGetValue(name, out var offenders)) unknown[name] = offenders = new Offenders();
                    offenders.Add(example.Place);
                }
            }
        }
        if (missing.Count > 0)
            throw new OmniException(
                "OH1303", $"{Plural.Count(missing.Count, "record")} without a label", missing.Places[0], missing.List());
        if (lengths.Count > 0)
            throw new OmniException(
                "OH1302", $"{Plural.Count(lengths.Count, "record")} with a label whose length differs from the "
                    + "sequence", lengths.Places[0],
                $"{lengths.List()} A label for each base is as long as its sequence; for one label for all of it choose another --task.");
        var occurrences = unknown.Values.Sum(o => o.Count);
        if (occurrences == 0 || IgnoreUnknown) return occurrences;
        var offending = string.Join(", ", unknown.Take(20).Select(u => $"'{u.Key}' {u.Value.Count} times"));
        var known = string.Join(' ', Labels!.Names.Take(30).Select(n => $"'{n}'"));
        var places = string.Join(", ", unknown.Values.SelectMany(o => o.Places).Distinct().Take(Shown));
        throw new OmniException(
            "OH1301", $"unknown labels: {offending}{(unknown.Count > 20 ? ", …" : "")}; known are {known}",
            unknown.First().Value.Places[0],
            $"First places: {places}. Correct them, or leave them out: --ignore-unknown-labels, or unknown_labels: ignore.");
    }

    /// <summary>The label of an example with classes of one character as text: a character a base, <c>.</c> where there is none.</summary>
    /// <exception cref="OmniException">OH1304: the label has another form.</exception>
    public static string SymbolsOf(Example example) => example.Label is TextLabel { Text: var text }
        ? text
        : string.Concat(LabelNames.Of(example, TaskType.TokenClassification).Select(name => name == LabelNames.None ? "." : name));

    /// <summary>One class per base; <see cref="LabelProjector.Ignored"/> for unknown ones.</summary>
    internal int[] ClassPerBase(Example example)
    {
        if (example.Label is not TextLabel { Text: var text })
            return [.. LabelNames.Of(example, Task).Select(name => Labels!.TryGetId(name, out var id) ? id : LabelProjector.Ignored)];
        var classes = new int[text.Length];
        for (var i = 0; i < classes.Length; i++) classes[i] = IdOf(text[i]);
        return classes;
    }

    /// <summary>Which bases have a label, for tasks per base.</summary>
    internal bool[] LabelledBases(Example example)
    {
        if (Task.Target == TaskTarget.Class) return [.. ClassPerBase(example).Select(id => id != LabelProjector.Ignored)];
        return [.. Targets(example).Chunk(Width).Select(row => row.Any(value => !float.IsNaN(value)))];
    }

    /// <summary>Values of the pairs among the first bases, or 0 and 1, as <see cref="PairLabels.Values"/> gives them.</summary>
    internal float[] Pairs(Example example, int bases) => PairLabels.Of(example, Task).Values(bases, MinDistance);

    /// <summary>The class of the sequence.</summary>
    internal int ClassOf(Example example) => Labels!.TryGetId(LabelNames.Of(example, Task)[0], out var id) ? id : LabelProjector.Ignored;

    /// <summary>Targets of the sequence, or of its bases row after row; NaN where there is none.</summary>
    internal float[] Targets(Example example)
    {
        if (Task.Target == TaskTarget.Classes && example.Label is not VectorLabel { Values.Length: > 0 })
        {
            var hot = new float[Width];
            foreach (var name in LabelNames.Of(example, Task))
                if (Labels!.TryGetId(name, out var id)) hot[id] = 1;
            return hot;
        }
        var values = example.Label switch
        {
            VectorLabel vector => vector.Values,
            NumberLabel number => [Finite((float)number.Value, example)],
            TextLabel text when float.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) =>
                [Finite(value, example)],
            _ => throw LabelNames.WrongForm(example, Task),
        };
        // A value of a whole sequence may well be −100; a data report says so.
        if (Task != TaskType.SequenceRegression && values.Any(LabelNames.IsUnlabelled))
            values = [.. values.Select(value => LabelNames.IsUnlabelled(value) ? float.NaN : value)];
        if (Task.Target == TaskTarget.Classes && values.Any(value => value is not (0 or 1 or float.NaN)))
            throw new OmniException(
                "OH1304", $"record '{example.Id}': a multi-label vector holds something other than 0 and 1", example.Place);
        return values;
    }

    private static float Finite(float value, Example example) => float.IsFinite(value)
        ? value
        : throw new OmniException(
            "OH1304", $"record '{example.Id}': the label is not a finite number of single precision", example.Place,
            "Leave out records without a value.");

    private int IdOf(char letter) =>
        letter < 128 ? idOfCharacter[letter] : Labels!.TryGetId(letter.ToString(), out var id) ? id : LabelProjector.Ignored;

    private bool IsMissing(Example example) =>
        example.Label is null
        || (Task is { Unit: TaskUnit.Sequence, Target: TaskTarget.Class } && LabelNames.Of(example, Task) is [LabelNames.None]);

    private bool IsAllKnown(Example example)
    {
        if (Task.Target == TaskTarget.Classes) return example.Label is VectorLabel;
        if (Task.Unit != TaskUnit.Token || example.Label is not TextLabel { Text: var text }) return false;
        foreach (var letter in text)
            if (IdOf(letter) == LabelProjector.Ignored) return false;
        return true;
    }

    private bool FitsSequence(Example example, out int length)
    {
        length = example.Sequence.Length;
        if (Task.Unit == TaskUnit.Pair)
        {
            length = PairLabels.BasesOf(example);
            return length == example.Sequence.Length;
        }
        if (Task.Unit == TaskUnit.Token)
        {
            length = Task.Target == TaskTarget.Class ? ClassesOf(example) : RowsOf(example);
            return length == example.Sequence.Length;
        }
        if (Task.Target == TaskTarget.Class) return LabelNames.Of(example, Task).Count == 1;
        var targets = Targets(example).Length;
        return targets == Width
            ? true
            : throw new OmniException("OH1304", $"record '{example.Id}' has {targets} targets, but {Width} were expected", example.Place);
    }

    private int ClassesOf(Example example) => example.Label is TextLabel text ? text.Text.Length : LabelNames.Of(example, Task).Count;

    private int RowsOf(Example example) =>
        example.Label is VectorLabel rows && rows.Columns == Width ? rows.Rows : throw LabelNames.WrongForm(example, Task);

    private sealed class Offenders
    {
        public long Count { get; private set; }
        public List<string> Places { get; } = [];

        public void Add(string place)
        {
            Count++;
            if (Places.Count < Shown && !Places.Contains(place)) Places.Add(place);
        }

        public string List() => $"First places: {string.Join(", ", Places)}.";
    }
}
