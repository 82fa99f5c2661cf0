using System.Globalization;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Labels;

/// <summary>The class names a label spells.</summary>
internal static class LabelNames
{
    private static readonly string[] SingleCharacters = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    /// <summary>One name per base for token classification, one or several for sequences.</summary>
    /// <exception cref="OmniException">OH1304: the label has another form.</exception>
    public static IReadOnlyList<string> Of(Example example, TaskType task) => (task, example.Label) switch
    {
        (TaskType.TokenClassification, TextLabel text) => Characters(text.Text),
        (TaskType.TokenClassification or TaskType.MultiLabelClassification, ListLabel list) => list.Items,
        (TaskType.TokenClassification, VectorLabel { Columns: 1 } vector) => [.. vector.Values.Select(v => float.IsNaN(v) ? "" : v.ToString(CultureInfo.InvariantCulture))],
        (TaskType.SequenceClassification, TextLabel text) => [text.Text],
        (TaskType.SequenceClassification, NumberLabel number) => [number.Text],
        (TaskType.SequenceClassification, ListLabel { Items: [var one] }) => [one],
        (TaskType.SequenceClassification, VectorLabel { Values: [var one] }) => [one.ToString(CultureInfo.InvariantCulture)],
        (TaskType.MultiLabelClassification, TextLabel text) => [.. text.Text.Split([',', ';', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        _ => throw WrongForm(example, task),
    };

    public static OmniException WrongForm(Example example, TaskType task) =>
        new("OH1304", $"record '{example.Id}': the label is {Describe(example.Label)}, but {task.Name()} needs {Expected(task)}", example.Place);

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

    private static string Expected(TaskType task) => task switch
    {
        TaskType.TokenClassification => "text with one character per base, or a list with one class per base",
        TaskType.SequenceClassification => "one class",
        TaskType.MultiLabelClassification => "a list of 0 and 1, or a list of classes",
        TaskType.TokenRegression => "a list with one number, or one row of numbers, per base",
        _ => "a number or a list of numbers",
    };
}
