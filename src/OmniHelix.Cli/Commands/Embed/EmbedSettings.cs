using System.ComponentModel;

namespace OmniHelix.Cli.Commands.Embed;

/// <summary>How tokens become vectors.</summary>
internal sealed record EmbedSettings
{
    [Description("One vector a sequence: cls (head), mean, mean_no_special, max, last (tail), attention; or token for one a base.")]
    public string Aggregation { get; init; } = "cls";
}
