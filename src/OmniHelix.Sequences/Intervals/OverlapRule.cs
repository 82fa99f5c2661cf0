using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>How strands have to agree.</summary>
public enum StrandRule
{
    /// <summary>They do not matter.</summary>
    Any,

    /// <summary>Both known and the same.</summary>
    Same,

    /// <summary>Both known and different.</summary>
    Opposite,
}

/// <summary>What counts as an overlap.</summary>
public sealed record OverlapRule
{
    /// <summary>Any overlap of at least one base, whatever the strands.</summary>
    public static OverlapRule Default { get; } = new();

    /// <summary>How strands have to agree.</summary>
    public StrandRule Strands { get; init; }

    /// <summary>Least share of the first interval that is covered, 0 to 1.</summary>
    public double FractionOfFirst { get; init; }

    /// <summary>Least share of the second interval that is covered, 0 to 1.</summary>
    public double FractionOfSecond { get; init; }

    /// <summary>Whether two intervals of one contig overlap under this rule.</summary>
    public bool Accepts(GenomicInterval first, GenomicInterval second)
    {
        if (!AcceptsStrands(first.Strand, second.Strand)) return false;
        var (a, b) = (first.Reach, second.Reach);
        if (!a.Overlaps(b)) return false;
        double shared = a.Clip(b).Length;
        return shared >= FractionOfFirst * a.Length && shared >= FractionOfSecond * b.Length;
    }

    internal bool AcceptsStrands(Strand first, Strand second) => Strands switch
    {
        StrandRule.Same => first != Strand.None && first == second,
        StrandRule.Opposite => first != Strand.None && second != Strand.None && first != second,
        _ => true,
    };
}
