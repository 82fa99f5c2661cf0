using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Splits;

/// <summary>How a data set is split.</summary>
public sealed record SplitOptions
{
    /// <summary>What stays together and what is balanced.</summary>
    public SplitMethod Method { get; init; } = SplitMethod.Stratified;

    /// <summary>Sizes of the splits.</summary>
    public SplitRatios Ratios { get; init; } = new(0.9, 0.05, 0.05);

    /// <summary>Seed; the same seed gives the same splits on every machine and with any number of threads.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>
    /// Every record for itself: twins, equal sequences and chunks of one parent may be torn apart. Only to reproduce what others did; the
    /// audit will show the leakage. Excludes methods that keep something together.
    /// </summary>
    public bool IndependentRecords { get; init; }

    /// <summary>False deals out what stays together in file order, instead of at random.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Chromosomes that go to validation; with <see cref="SplitMethod.Chromosome"/>.</summary>
    public IReadOnlyList<string> ValidChromosomes { get; init; } = [];

    /// <summary>Chromosomes that go to test; with <see cref="SplitMethod.Chromosome"/>.</summary>
    public IReadOnlyList<string> TestChromosomes { get; init; } = [];

    /// <summary>What counts as similar.</summary>
    public LeakageOptions Similarity { get; init; } = new();
}
