using System.Globalization;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Labels;

/// <summary>The class names a label spells.</summary>
internal static class LabelNames
{
    // How PyTorch marks what is left out of the loss.
    private const float Unlabelled = -100;

    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>No class: what stands where a base, or a sequence, has none.</summary>
    public const string None = "";

    private static readonly string[] SingleCharacters = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    /// <summary>One name per base for token classification, one or several for sequences.</summary>
    /// <exception cref="OmniException">OH1304: the label has another form.</exception>
    public static IReadOnlyList<string> Of(Example example, TaskType task)
    {
        var isPerBase = task.Unit == TaskUnit.Token;
        return (task.Target, example.Label) switch
        {
            (TaskTarget.Class, TextLabel text) => isPerBase ? Characters(text.Text) : [Class(text.Text)],
            (TaskTarget.Class, NumberLabel number) when !isPerBase => [Class(number.Text)],
            (TaskTarget.Class, ListLabel list) when isPerBase || list.Items.Count == 1 => [.. list.Items.Select(Class)],
            (TaskTarget.Class, VectorLabel { Columns: 1 } vector) when isPerBase || vector.Values.Length == 1 =>
                [.. vector.Values.Select(Class)],
            (TaskTarget.Classes, ListLabel list) => Once(list.Items, example),
            (TaskTarget.Classes, VectorLabel { Values.Length: 0 }) => [],
            (TaskTarget.Classes, TextLabel text) => Once(text.Text.Split([',', ';', '|'], Trimmed), example),
            _ => throw WrongForm(example, task),
        };
    }

    /// <summary>Whether a name is −100, in whatever form.</summary>
    public static bool IsUnlabelled(string name) =>
        name.StartsWith('-')
        && float.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && IsUnlabelled(value);

    /// <summary>Whether a number is −100.</summary>
    public static bool IsUnlabelled(float value) => value == Unlabelled;

    public static OmniException WrongForm(Example example, TaskType task) =>
        new(
            "OH1304", $"record '{example.Id}': the label is {Describe(example.Label)}, but {task.Name} needs {Expected(task)}",
            example.Place);

    private static string Class(float value) => float.IsNaN(value) ? None : Class(value.ToString(CultureInfo.InvariantCulture));

    private static string Class(string name) => IsUnlabelled(name) ? None : Whole(name);

    /// <summary>A whole number as pandas writes it in a column with gaps, <c>1.0</c>, is the class <c>1</c>, as it is in JSON.</summary>
    public static string Whole(string name)
    {
        var point = name.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && point + 1 < name.Length && !name.AsSpan(point + 1).ContainsAnyExcept('0')
            && long.TryParse(name.AsSpan(0, point), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? name[..point]
            : name;
    }

    private static IReadOnlyList<string> Once(IReadOnlyList<string> classes, Example example) =>
        classes.Distinct().Count() == classes.Count
            ? classes
            : throw new OmniException(
                "OH1304", $"record '{example.Id}': the label '{string.Join(',', classes)}' names a class twice", example.Place,
                "Is it a list of 0 and 1 for each class? Write it as [0, 1, 1].");

    private static string[] Characters(string text)
    {
        var names = new string[text.Length];
        for (var i = 0; i < names.Length; i++) names[i] = text[i] < 128 ? SingleCharacters[text[i]] : text[i].ToString();
        return names;
    }

    private static string Describe(Label? label) => label switch
    {
        null => "missing",
        TextLabel => "text",
        NumberLabel => "a number",
        ListLabel list => $"a list of {list.Items.Count} texts",
        VectorLabel { Columns: 1 } vector => $"a list of {vector.Values.Length} numbers",
        VectorLabel vector => $"{Plural.Count(vector.Rows, "row")} of {vector.Columns} numbers",
        _ => label.GetType().Name,
    };

    private static string Expected(TaskType task) => (task.Unit, task.Target) switch
    {
        (TaskUnit.Token, TaskTarget.Class) => "text with one character per base, or a list with one class per base",
        (TaskUnit.Pair, TaskTarget.Class) => "a matrix of 0 and 1, a list of pairs [i, j], or a structure in dot-bracket notation",
        (TaskUnit.Pair, _) => "a matrix of numbers, or a list of pairs with their numbers, [i, j, number]",
        (TaskUnit.Token, _) => "a list with one number, or one row of numbers, per base",
        (_, TaskTarget.Class) => "one class",
        (_, TaskTarget.Classes) => "a list of 0 and 1, or a list of classes",
        _ => "a number or a list of numbers",
    };
}
