using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>How sequences are encoded.</summary>
[Category("Encoding")]
public sealed record EncodeOptions
{
    /// <summary>Field of the second sequence of a pair; null for single sequences.</summary>
    [Description("Column of a second sequence: both are encoded as one input.")]
    public string? PairField { get; init; }

    /// <summary>Put the special tokens around sequences.</summary>
    [Description("Put the special tokens around sequences.")]
    public bool SpecialTokens { get; init; } = true;

    /// <summary>Most tokens of a row, special tokens included; null cuts nothing.</summary>
    [Description("Most tokens of a row, special tokens included; what is cut off follows in rows of its own [default: no limit].")]
    [Range(1, int.MaxValue)]
    public int? MaxLength { get; init; }

    /// <summary>Tokens that the rows of a cut sequence share.</summary>
    [Description("Tokens that the rows of a cut sequence share."), Range(0, int.MaxValue)]
    public int Stride { get; init; }

    /// <summary>Write masks.</summary>
    [Description("Write attention mask, mask of special tokens and segments too.")]
    public bool Masks { get; init; }

    /// <summary>Threads.</summary>
    [Description("Threads; 0 for one per core."), Range(0, 1024)]
    public int Threads { get; init; }

    internal TokenizeOptions ToTokenize() => new()
    {
        AddSpecialTokens = SpecialTokens,
        Truncation = MaxLength is null ? TruncationStrategy.None : TruncationStrategy.LongestFirst,
        MaxLength = MaxLength,
        Stride = Stride,
    };
}
