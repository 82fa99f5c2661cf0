using System.ComponentModel;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What is said about embeddings, by flags, by a file or by a program.</summary>
public sealed record EmbedOptions : ApplicationOptions
{
    /// <summary>How tokens become vectors: a pooling, or <c>token</c> for one a token.</summary>
    [Description("One vector a sequence: cls (head), last (tail), attention, mean or max of all tokens, mean_no_special, max_no_special;"
        + " or token for one a token.")]
    [Category(ResultGroup)]
    public string Aggregation { get; init => field = Said(value); } = "cls";
}
