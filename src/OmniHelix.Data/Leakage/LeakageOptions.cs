namespace OmniHelix.Data.Leakage;

/// <summary>What counts as the same, and how it is looked for.</summary>
public sealed record LeakageOptions
{
    /// <summary>Least share of equal letters where two sequences overlap, above 0.5, at most 1.</summary>
    public double Identity { get; init; } = 0.9;

    /// <summary>Least length of an overlap in letters; 32 make chance overlaps rare up to a million records.</summary>
    public int MinimumOverlap { get; init; } = 32;

    /// <summary>Least overlap as a share of the shorter sequence, 0 to 1.</summary>
    public double MinimumShare { get; init; } = 0.25;

    /// <summary>
    /// Least share of the shorter sequence's distinct words that the other one has for near-duplicates with insertions and deletions, above
    /// 0, at most 1.
    /// </summary>
    public double Containment { get; init; } = 0.3;

    /// <summary>Length k of the words, odd, 5 to 31 for nucleic acids (5 to 12 for proteins); null takes 15 (7).</summary>
    public int? WordLength { get; init; }

    /// <summary>
    /// Words w from which the smallest is kept (minimizers; Roberts et al. 2004): every shared stretch of k + w − 1 letters is seen.
    /// </summary>
    public int Window { get; init; } = 8;

    /// <summary>The other strand is looked at too; proteins have none.</summary>
    public bool ReverseStrand { get; init; } = true;

    /// <summary>Sequences are proteins.</summary>
    public bool Protein { get; init; }

    /// <summary>Examples shown of each kind and pair of splits.</summary>
    public int Examples { get; init; } = 3;

    /// <summary>Threads; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Length of the words in effect.</summary>
    public int EffectiveWordLength => WordLength ?? (Protein ? 7 : 15);

    /// <summary>What counts as the same, in one sentence.</summary>
    public string Rule => LeakageText.Rule(this);

    /// <summary>Refuses settings without sense.</summary>
    /// <exception cref="UsageException">OH1610: a setting out of range.</exception>
    internal void Check()
    {
        Require(Identity is > 0.5 and <= 1, "the identity must be above 0.5 and at most 1", Identity);
        Require(Containment is > 0 and <= 1, "the containment must be above 0 and at most 1", Containment);
        Require(MinimumShare is >= 0 and <= 1, "the least share of an overlap must lie between 0 and 1", MinimumShare);
        Require(EffectiveWordLength >= 5 && EffectiveWordLength <= (Protein ? 12 : 31) && (Protein || EffectiveWordLength % 2 == 1),
            Protein ? "words of proteins have 5 to 12 letters" : "words have 5 to 31 letters, an odd number", EffectiveWordLength);
        Require(
            MinimumOverlap >= EffectiveWordLength, $"the least overlap cannot be shorter than a word of {EffectiveWordLength} letters",
            MinimumOverlap);
        Require(Window is >= 1 and <= 255, "the window must have 1 to 255 words", Window);
        Require(Threads > 0, "at least one thread is needed", Threads);
        Require(Examples >= 0, "the number of examples cannot be negative", Examples);
    }

    private static void Require(bool holds, string rule, double value)
    {
        if (!holds) throw new UsageException("OH1610", FormattableString.Invariant($"{rule}, not {value}"));
    }
}
