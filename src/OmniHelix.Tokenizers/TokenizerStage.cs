using System.Globalization;
using OmniHelix.Documents;

namespace OmniHelix.Tokenizers;

/// <summary>One of the steps from text to tokens and back, in words.</summary>
/// <param name="Name">Such as <c>normalizer</c>.</param>
/// <param name="Description">What it is, with its settings; "none" where a step is left out.</param>
public sealed record TokenizerStage(string Name, string Description)
{
    // The vocabulary of a model is no setting.
    private static readonly string[] Contents = ["type", "vocab", "merges"];

    /// <summary>A step that no <c>tokenizer.json</c> describes, in the words that one would have for it.</summary>
    /// <param name="name">Such as <c>normalizer</c>.</param>
    /// <param name="type">What it is.</param>
    /// <param name="settings">Texts, numbers, true or false; null for what is left out.</param>
    internal static TokenizerStage Of(string name, string type, params IEnumerable<(string Key, object? Value)> settings)
    {
        var stated = settings.Where(setting => setting.Value is not null);
        return new TokenizerStage(name, Describe(type, stated.Select(setting => $"{setting.Key} {Written(setting.Value)}")));
    }

    /// <summary>A step of a <c>tokenizer.json</c>: its type, and the settings as they stand there.</summary>
    internal static TokenizerStage Of(string name, MapNode? node) => new(name, node is null ? "none" : Describe(node));

    private static string Describe(MapNode node)
    {
        if (node.Entries.FirstOrDefault(entry => entry.Value is ListNode { Items: [MapNode, ..] }) is { Value: ListNode parts })
            return string.Join(", ", parts.Items.OfType<MapNode>().Select(Describe));
        var settings = node.Entries.Where(entry => !Contents.Contains(entry.Key)).SelectMany(Setting);
        return Describe(node.Text("type") ?? "model", settings);
    }

    private static string Describe(string type, IEnumerable<string> settings)
    {
        var joined = string.Join(", ", settings);
        return joined.Length == 0 ? type : $"{type} ({joined})";
    }

    private static string? Written(object? value) => value switch
    {
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static IEnumerable<string> Setting(DocumentEntry entry) => entry.Value switch
    {
        ScalarNode { IsNull: true } => [],
        ScalarNode { IsQuoted: true } text => [$"{entry.Key} \"{text.Text}\""],
        ScalarNode value => [$"{entry.Key} {value.Text}"],
        MapNode map => map.Entries.SelectMany(inner => Setting(inner with { Key = $"{entry.Key} {inner.Key}" })),
        _ => [],
    };
}
