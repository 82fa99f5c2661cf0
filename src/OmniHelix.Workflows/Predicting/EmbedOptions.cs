using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What is said about embeddings, by flags, by a file or by a program.</summary>
public sealed record EmbedOptions : ApplicationOptions
{
    /// <summary>0 for the output of the embeddings, n for that of block n; null for the last hidden state.</summary>
    [Description("Take the output of this layer: 0 the embeddings, 1 the first block; default: the last."), Category(ResultGroup)]
    [Range(0, int.MaxValue)]
    public int? Layer { get; init => field = Said(value); }

    /// <summary>How tokens become vectors: a pooling, or <c>token</c> for one a token.</summary>
    [Description("One vector a sequence: cls (head), last (tail), attention, mean or max of all tokens, mean_no_special, max_no_special;"
        + " or token for one a token.")]
    [Category(ResultGroup)]
    public string Aggregation { get; init => field = Said(value); } = "cls";
}
