namespace OmniHelix.Inference;

/// <summary>How the answers of several models become one: probabilities of classes and labels, values of numbers.</summary>
public enum Combination
{
    /// <summary>The weighted mean.</summary>
    Mean,

    /// <summary>The value in the middle, or the mean of the two there; classes then sum to 1 again.</summary>
    Median,

    /// <summary>The largest; classes then sum to 1 again.</summary>
    Max,

    /// <summary>The smallest; classes then sum to 1 again.</summary>
    Min,

    /// <summary>
    /// The weighted share of the models that say it: that name the class, or give the label a probability of at least 0.5. Equal votes
    /// are decided by the weighted mean of the probabilities.
    /// </summary>
    Vote,
}

/// <summary>How an ensemble answers.</summary>
public sealed record EnsembleOptions
{
    /// <summary>How answers become one.</summary>
    public Combination Combination { get; init; }

    /// <summary>A factor of each model above 0, for mean and vote; null weighs all the same.</summary>
    public IReadOnlyList<double>? Weights { get; init; }
}
