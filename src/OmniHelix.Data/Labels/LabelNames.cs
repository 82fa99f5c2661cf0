using System.Globalization;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Labels;

/// <summary>The class names a label spells.</summary>
internal static class LabelNames
{
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private static readonly string[] SingleCharacters = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    /// <summary>One name per base for token classification, one or several for sequences.</summary>
    /// <exception cref="OmniException">OH1304: the label has another form.</exception>
    public static IReadOnlyList<string> Of(Example example, TaskType task)
    {
        var isPerBase = task.Unit == TaskUnit.Token;
        return (task.Target, example.Label) switch
        {
            (TaskTarget.Class, TextLabel text) => isPerBase ? Characters(text.Text) : [text.Text],
            (TaskTarget.Class, NumberLabel number) when !isPerBase => [number.Text],
            (TaskTarget.Class, ListLabel list) when isPerBase || list.Items.Count == 1 => list.Items,
            (TaskTarget.Class, VectorLabel { Columns: 1 } vector) when isPerBase => [.. vector.Values.Select(Class)],
            (TaskTarget.Class, VectorLabel { Values: [var one] }) when !isPerBase => [one.ToString(CultureInfo.InvariantCulture)],
            (TaskTarget.Classes, ListLabel list) => list.Items,
            (TaskTarget.Classes, TextLabel text) => text.Text.Split([',', ';', '|'], Trimmed),
            _ => throw WrongForm(example, task),
        };
    }

    public static OmniException WrongForm(Example example, TaskType task) =>
        new(
            "OH1304", $"record '{example.Id}': the label is {Describe(example.Label)}, but {task.Name} needs {Expected(task)}",
            example.Place);

    // A base without a number has no class.
    private static string Class(float value) => float.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);

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
        VectorLabel vector => $"{vector.Rows} rows of {vector.Columns} numbers",
        _ => label.GetType().Name,
    };

    private static string Expected(TaskType task) => (task.Unit, task.Target) switch
    {
        (TaskUnit.Token, TaskTarget.Class) => "text with one character per base, or a list with one class per base",
        (TaskUnit.Token, _) => "a list with one number, or one row of numbers, per base",
        (_, TaskTarget.Class) => "one class",
        (_, TaskTarget.Classes) => "a list of 0 and 1, or a list of classes",
        _ => "a number or a list of numbers",
    };
}
