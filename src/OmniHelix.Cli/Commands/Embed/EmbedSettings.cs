using System.ComponentModel;

namespace OmniHelix.Cli.Commands.Embed;

/// <summary>How tokens become vectors.</summary>
internal sealed record EmbedSettings
{
    [Description("One vector a sequence: cls (head), last (tail), attention, mean or max of all tokens, mean_no_special, max_no_special;"
        + " or token for one a token.")]
    public string Aggregation { get; init; } = "cls";
}
