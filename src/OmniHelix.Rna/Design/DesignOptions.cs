using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>How sequences for a structure are searched, and what they are held to.</summary>
public sealed record DesignOptions
{
    /// <summary>Sequences wanted, all different.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Bases in which every two of them differ at least.</summary>
    public int Apart { get; init; } = 1;

    /// <summary>When the search ends at the latest.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most sequences that are folded; null for any number.</summary>
    public long? MaximumFolds { get; init; }

    /// <summary>Of every choice. The same seed and chains, or population, give the same sequences, unless time ends the search.</summary>
    public long Seed { get; init; }

    /// <summary>How sequences are searched.</summary>
    public DesignSearch Search { get; init; }

    /// <summary>Walks that go on side by side.</summary>
    public int Chains { get; init; } = 4;

    /// <summary>Sequences of a population.</summary>
    public int Population { get; init; } = 100;

    /// <summary>Generations of a population, after which its search ends.</summary>
    public int Generations { get; init; } = 100;

    /// <summary>What a population is compared by; of solutions the first two are 0.</summary>
    public IReadOnlyList<DesignObjective> Objectives { get; init; } =
        [DesignObjective.Distance, DesignObjective.Gap, DesignObjective.Defect];

    /// <summary>The share of G and C that <see cref="DesignObjective.Gc"/> counts from.</summary>
    public double WantedGc { get; init; } = 0.5;

    /// <summary>What each base may be, in the letters of IUPAC, as long as the structure; null for anything.</summary>
    public string? Sequence { get; init; }

    /// <summary>The least share of G and C.</summary>
    public double LeastGc { get; init; }

    /// <summary>The largest share of G and C.</summary>
    public double LargestGc { get; init; } = 1;

    /// <summary>What must not be in a sequence, such as the sites of restriction enzymes, in the letters of IUPAC.</summary>
    public IReadOnlyList<string> ForbiddenMotifs { get; init; } = [];

    /// <summary>How often GC, AU and GU pairs are drawn inside helices; at their ends GC prevails.</summary>
    public (double Gc, double Au, double Gu) PairWeights { get; init; } = (0.6, 0.32, 0.08);

    /// <summary>The temperature in °C at which the structure has to be the one of least energy.</summary>
    public double Temperature { get; init; } = FoldingOptions.Default.Temperature;

    /// <summary>What a language model contributes, where one takes part.</summary>
    public PriorOptions Prior { get; init; } = new();

    /// <summary>Refuses numbers that make no sense.</summary>
    /// <exception cref="UsageException">OH1864, OH1867, OH1868.</exception>
    internal void Check()
    {
        if (Count < 1 || Chains < 1 || TimeLimit <= TimeSpan.Zero || MaximumFolds < 1 || Population < 2 || Generations < 1 || Apart < 1)
            throw new UsageException(
                "OH1864", "a search needs a count, a time, chains, folds and generations above 0, and a population of two or more", null,
                "Give numbers from 1, and for the population from 2.");
        double[] weights = [PairWeights.Gc, PairWeights.Au, PairWeights.Gu];
        if (weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || weights.Sum() <= 0)
            throw new UsageException(
                "OH1868",
                FormattableString.Invariant($"GC, AU and GU pairs cannot be drawn {weights[0]}, {weights[1]} and {weights[2]} times"), null,
                "Give three shares from 0, not all of them 0.");
        if (WantedGc is not (>= 0 and <= 1))
            throw new UsageException("OH1868", FormattableString.Invariant($"a share of G and C of {WantedGc} is not from 0 to 1"));
        if (Objectives.Count == 0) throw new UsageException("OH1868", "a population without an objective cannot be compared");
        Prior.Check();
    }
}
