using System.ComponentModel;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>How vocabularies are pooled.</summary>
[Category("Pooling")]
public sealed record TokenizerPoolSettings
{
    private static readonly PoolOptions Usual = new();

    /// <summary>Which tokens.</summary>
    [Description("Tokens that all tokenizers have (inner) or that any has (outer).")]
    public PoolMerge Merge { get; init; } = Usual.Merge;

    /// <summary>Which weights.</summary>
    [Description("Weight of a token: the mean, median, max or min of those in the tokenizers that have it.")]
    public PoolWeight Pooling { get; init; } = Usual.Weight;

    /// <summary>Make probabilities of the weights again.</summary>
    [Description("Make the weights probabilities that sum to 1 again, and sort the tokens by them.")]
    public bool Renormalise { get; init; }

    /// <summary>What the library needs.</summary>
    public PoolOptions ToOptions() => new() { Merge = Merge, Weight = Pooling, Renormalise = Renormalise };
}
