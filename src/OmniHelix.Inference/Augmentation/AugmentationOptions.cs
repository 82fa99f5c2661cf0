namespace OmniHelix.Inference.Augmentation;

/// <summary>How a masked language model changes sequences. The defaults are those of OmniGenBench, but for its single variant.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Share of the tokens that are hidden and filled in, above 0 and at most 1; at least one token is.</summary>
    public double NoiseRatio { get; init; } = 0.15;

    /// <summary>Variants of each sequence, all different, and different from it.</summary>
    public int Count { get; init; } = 1;

    /// <summary>
    /// Divides the scores before they become probabilities, above 0: below 1 likely bases are favoured, above 1 rare ones.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Draw among this many of the likeliest only; null for among all.</summary>
    public int? TopK { get; init; }

    /// <summary>N may be filled in too.</summary>
    public bool AllowN { get; init; }

    /// <summary>Of the choice of positions and bases.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Refuses numbers that make no sense.</summary>
    /// <exception cref="UsageException">OH5321.</exception>
    internal AugmentationOptions Validate()
    {
        Require(NoiseRatio is > 0 and <= 1, $"a noise ratio of {NoiseRatio} is not above 0 and at most 1");
        Require(Count >= 1, $"{Count} variants are fewer than one");
        Require(Temperature > 0 && double.IsFinite(Temperature), $"a temperature of {Temperature} is not above 0");
        Require(TopK is null or >= 1, $"a choice among {TopK} is none");
        return this;
    }

    private static void Require(bool holds, FormattableString otherwise)
    {
        if (!holds) throw new UsageException("OH5321", FormattableString.Invariant(otherwise));
    }
}
