using System.Globalization;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Labels;

/// <summary>
/// What labels are taken for when nobody says it: texts as long as their sequences are a symbol a base, few different texts or whole
/// numbers are classes, and anything else may be whatever it likes.
/// </summary>
internal sealed class TaskGuess
{
    private const int MostClasses = 200;

    private readonly HashSet<string> classes = new(StringComparer.Ordinal);
    private readonly HashSet<char> symbols = [];
    private bool mayBeClasses = true;
    private bool mayBeSymbols = true;

    /// <summary>False as soon as further labels change nothing.</summary>
    public bool IsOpen => mayBeClasses || mayBeSymbols;

    /// <summary>The task; null when there are no labels or they do not tell it.</summary>
    public TaskType? Task => mayBeSymbols && symbols.Count > 0 ? TaskType.TokenClassification
        : mayBeClasses && classes.Count > 0 ? TaskType.SequenceClassification
        : null;

    /// <summary>The classes of <see cref="Task"/>; null without one.</summary>
    public LabelMap? Labels => Task is not { } task
        ? null
        : LabelMap.Sorted(task == TaskType.TokenClassification ? symbols.Select(symbol => symbol.ToString()) : classes);

    /// <summary>Looks at the label of a sequence.</summary>
    /// <param name="label">Null when it has none, which says nothing.</param>
    /// <param name="letters">Length of the sequence.</param>
    public void Add(Label? label, int letters)
    {
        if (label is null) return;
        if (mayBeClasses) mayBeClasses = ClassOf(label) is { } name && (!classes.Add(name) || classes.Count <= MostClasses);
        if (!mayBeSymbols) return;
        mayBeSymbols = letters > 1 && label is TextLabel text && text.Text.Length == letters;
        if (mayBeSymbols) symbols.UnionWith(((TextLabel)label).Text);
    }

    private static string? ClassOf(Label label) => label switch
    {
        // Numbers of delimited files are texts.
        TextLabel text when double.TryParse(text.Text, CultureInfo.InvariantCulture, out var value) && value != Math.Floor(value) => null,
        TextLabel text => text.Text,
        NumberLabel number when number.Value == Math.Floor(number.Value) => number.Text,
        _ => null,
    };
}
