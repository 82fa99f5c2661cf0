using OmniHelix.Documents;

namespace OmniHelix.Tokenizers;

/// <summary>One of the steps from text to tokens and back, in words.</summary>
/// <param name="Name">Such as <c>normalizer</c>.</param>
/// <param name="Description">What it is, with its settings; "none" where a step is left out.</param>
public sealed record TokenizerStage(string Name, string Description)
{
    // The vocabulary of a model is no setting.
    private static readonly string[] Contents = ["type", "vocab", "merges"];

    /// <summary>A step that is made of code: the name of what does it.</summary>
    internal static TokenizerStage Of(string name, object? part) => new(name, part?.GetType().Name ?? "none");

    /// <summary>A step of a <c>tokenizer.json</c>: its type, and the settings as they stand there.</summary>
    internal static TokenizerStage Of(string name, MapNode? node) => new(name, node is null ? "none" : Describe(node));

    private static string Describe(MapNode node)
    {
        if (node.Entries.FirstOrDefault(entry => entry.Value is ListNode { Items: [MapNode, ..] }) is { Value: ListNode parts })
            return string.Join(", ", parts.Items.OfType<MapNode>().Select(Describe));
        var settings = node.Entries.Where(entry => !Contents.Contains(entry.Key)).SelectMany(Setting).ToList();
        var type = node.Text("type") ?? "model";
        return settings.Count == 0 ? type : $"{type} ({string.Join(", ", settings)})";
    }

    private static IEnumerable<string> Setting(DocumentEntry entry) => entry.Value switch
    {
        ScalarNode { IsNull: true } => [],
        ScalarNode { IsQuoted: true } text => [$"{entry.Key} \"{text.Text}\""],
        ScalarNode value => [$"{entry.Key} {value.Text}"],
        MapNode map => map.Entries.SelectMany(inner => Setting(inner with { Key = $"{entry.Key} {inner.Key}" })),
        _ => [],
    };
}
