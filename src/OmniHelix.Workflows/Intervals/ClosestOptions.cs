using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>Which of several neighbours at the same distance are written.</summary>
public enum NeighbourTies
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>The first of the file of B.</summary>
    First,

    /// <summary>The last of the file of B.</summary>
    Last,
}

/// <summary>By what distances upstream are negative.</summary>
public enum DistanceSign
{
    /// <summary>The contig: to the left is negative.</summary>
    Ref,

    /// <summary>The strand of the interval of A.</summary>
    A,

    /// <summary>The strand of the interval of B.</summary>
    B,
}

/// <summary>Among which intervals neighbours are looked for, and what is written of them.</summary>
[Category("Neighbours")]
public sealed record ClosestOptions
{
    /// <summary>The file that is asked about; has to be said.</summary>
    [Description("The intervals that are asked about: BED, GTF, GFF3 or VCF, plain or compressed; - is standard input.")]
    [Required]
    public string? A { get; init; }

    /// <summary>The file of the neighbours; has to be said.</summary>
    [Description("The intervals among which neighbours are looked for; read into memory.")]
    [Required]
    public string? B { get; init; }

    /// <summary>The distance too.</summary>
    [Description("Write the distance too: 0 for an overlap, 1 for intervals that touch, -1 where there is none.")]
    public bool Distance { get; init; }

    /// <summary>The distance with a sign; null without one.</summary>
    [Description("Write the distance with a sign: negative is upstream, by the contig (ref), or by the strand of a or b.")]
    public DistanceSign? SignedDistance { get; init; }

    /// <summary>What overlaps is no neighbour.</summary>
    [Description("Pass over intervals that overlap.")]
    public bool IgnoreOverlaps { get; init; }

    /// <summary>What is written of several at the same distance.</summary>
    [Description("What is written of several at the same distance.")]
    public NeighbourTies Ties { get; init; }

    /// <summary>Only neighbours on the same strand.</summary>
    [Description("Only neighbours on the same strand.")]
    public bool SameStrand { get; init; }

    /// <summary>Only neighbours on the opposite strand.</summary>
    [Description("Only neighbours on the opposite strand.")]
    public bool OppositeStrand { get; init; }

    /// <summary>How strands have to agree.</summary>
    /// <exception cref="UsageException">OH2020 a file is missing; OH2021 two values exclude each other.</exception>
    internal StrandRule Strands()
    {
        if (A is null || B is null) throw new UsageException("OH2020", "two files are needed: --a and --b");
        if (SameStrand && OppositeStrand) throw new UsageException("OH2021", "--same-strand and --opposite-strand exclude each other");
        return SameStrand ? StrandRule.Same : OppositeStrand ? StrandRule.Opposite : StrandRule.Any;
    }
}
