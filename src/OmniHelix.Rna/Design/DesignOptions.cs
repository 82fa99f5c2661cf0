using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>How sequences for a structure are searched, and what they are held to.</summary>
public sealed record DesignOptions
{
    /// <summary>Sequences wanted, all different.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When the search ends at the latest.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most sequences that are folded; null for any number.</summary>
    public long? MaximumFolds { get; init; }

    /// <summary>Of every choice. The same seed and chains give the same sequences, unless time ends the search.</summary>
    public long Seed { get; init; }

    /// <summary>Searches that go on side by side.</summary>
    public int Chains { get; init; } = 4;

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
}
