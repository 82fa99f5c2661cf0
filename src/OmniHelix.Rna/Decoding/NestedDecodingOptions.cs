namespace OmniHelix.Rna.Decoding;

/// <summary>What <see cref="NestedStructureDecoder"/> maximises.</summary>
public enum NestedScoring
{
    /// <summary>
    /// The product of the class probabilities, P(open)·P(close) for a pair and P(unpaired) for a base alone: the most probable valid
    /// structure when the model's bases are taken as independent.
    /// </summary>
    LogProbability,

    /// <summary>
    /// The sum of the class probabilities: the valid structure with most bases expected right (maximum expected accuracy).
    /// </summary>
    ExpectedAccuracy,
}

/// <summary>How class probabilities become a structure.</summary>
public sealed record NestedDecodingOptions
{
    /// <summary>The objective.</summary>
    public NestedScoring Scoring { get; init; } = NestedScoring.LogProbability;

    /// <summary>
    /// Weight of the probabilities of pairing against those of being unpaired, &gt; 0: above 1 gives more pairs, below 1 fewer.
    /// </summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Fewest unpaired bases inside a hairpin, ≥ 0; 3 is the physical limit.</summary>
    public int MinimumHairpinLoop { get; init; } = 3;

    /// <summary>Only AU, GC and GU pair (T counts as U; N pairs with nothing).</summary>
    public bool CanonicalPairsOnly { get; init; } = true;

    /// <summary>When false, every pair is stacked on at least one other.</summary>
    public bool AllowIsolatedPairs { get; init; } = true;

    internal void Validate()
    {
        if (!(Gamma > 0) || !double.IsFinite(Gamma)) throw new UsageException("OH1822", $"gamma must be a number above 0, not {Gamma}");
        if (MinimumHairpinLoop < 0)
            throw new UsageException("OH1822", $"the smallest hairpin loop must be at least 0, not {MinimumHairpinLoop}");
    }
}
