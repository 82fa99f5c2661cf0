using System.Globalization;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Labels;

/// <summary>
/// What labels are taken for when nobody says it. As long as their sequences: a class, or a number with decimals, for each base. Few
/// different texts or whole numbers: classes. Numbers of which one has decimals: regression. Lists of 0 and 1, or of texts: several labels.
/// Anything else may be whatever it likes.
/// </summary>
internal sealed class TaskGuess
{
    private const int MostClasses = 200;

    private readonly Candidate classes = new(), symbols = new(), sets = new();
    private bool mayBeNumbers = true, mayBeTargets = true;
    private bool hasFraction, hasFractionOfBase, isAny;
    private int width = -1;

    /// <summary>False as soon as further labels change nothing.</summary>
    public bool IsOpen => classes.IsOpen || symbols.IsOpen || sets.IsOpen || mayBeNumbers || mayBeTargets;

    /// <summary>The task; null when there are no labels or they do not tell it.</summary>
    public TaskType? Task => !isAny ? null
        : symbols.IsOpen ? (hasFractionOfBase ? TaskType.TokenRegression : TaskType.TokenClassification)
        : classes.IsOpen ? TaskType.SequenceClassification
        : mayBeNumbers && hasFraction ? TaskType.SequenceRegression
        : sets.IsOpen ? TaskType.MultiLabelClassification
        : mayBeTargets ? TaskType.SequenceRegression
        : null;

    /// <summary>The classes of <see cref="Task"/>; null where it has none.</summary>
    public LabelMap? Labels => Task is not { } task || task.Target == TaskTarget.Number ? null
        : task == TaskType.TokenClassification ? symbols.Labels
        : task == TaskType.SequenceClassification ? classes.Labels
        : sets.Labels;

    /// <summary>Looks at the label of a sequence.</summary>
    /// <param name="label">Null when it has none, which says nothing.</param>
    /// <param name="letters">Length of the sequence.</param>
    public void Add(Label? label, int letters)
    {
        if (label is null) return;
        isAny = true;
        classes.Add(ClassOf(label) is { } name ? [name] : null);
        symbols.Add(letters > 1 ? SymbolsOf(label, letters) : null);
        hasFractionOfBase |= label is VectorLabel bases && bases.Values.Any(IsFraction);
        sets.Add(SetOf(label));
        var number = NumberOf(label);
        mayBeNumbers &= number is not null;
        hasFraction |= number is { } value && IsFraction(value);
        if (width < 0 && label is VectorLabel first) width = first.Values.Length;
        mayBeTargets &= label is VectorLabel { Columns: 1 } targets && targets.Values.Length == width;
    }

    private static string? ClassOf(Label label) => label switch
    {
        TextLabel text when NumberOf(text) is { } number && IsFraction(number) => null,
        TextLabel text => LabelNames.Whole(text.Text),
        NumberLabel number when !IsFraction(number.Value) => number.Text,
        _ => null,
    };

    // Numbers of delimited files are texts.
    private static double? NumberOf(Label label) => label switch
    {
        NumberLabel number => number.Value,
        TextLabel text when double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };

    private static IEnumerable<string>? SymbolsOf(Label label, int letters) => label switch
    {
        TextLabel text when text.Text.Length == letters => text.Text.Select(symbol => symbol.ToString()),
        ListLabel list when list.Items.Count == letters => list.Items,
        VectorLabel { Columns: 1 } vector when vector.Values.Length == letters =>
            vector.Values.Where(value => !float.IsNaN(value)).Select(value => value.ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static IEnumerable<string>? SetOf(Label label) => label switch
    {
        ListLabel list => list.Items,
        VectorLabel { Values.Length: 0 } => [],
        VectorLabel { Columns: 1, Values.Length: > 1 } vector when vector.Values.All(v => v is 0 or 1 || LabelNames.IsUnlabelled(v)) =>
            Enumerable.Range(0, vector.Values.Length).Select(i => i.ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static bool IsFraction(double value) => value != Math.Floor(value) && !double.IsNaN(value);

    private static bool IsFraction(float value) => IsFraction((double)value);

    /// <summary>Names that all labels so far may have spelled.</summary>
    private sealed class Candidate
    {
        private readonly HashSet<string> names = new(StringComparer.Ordinal);

        public bool IsOpen { get; private set; } = true;

        public LabelMap Labels => LabelMap.Sorted(names.Where(name => name != LabelNames.None && !LabelNames.IsUnlabelled(name)));

        public void Add(IEnumerable<string>? spelled)
        {
            if (!IsOpen) return;
            IsOpen = spelled is not null;
            if (IsOpen) names.UnionWith(spelled!);
            IsOpen &= names.Count <= MostClasses;
        }
    }
}
