using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>Two files, and what counts as an overlap between their intervals.</summary>
[Category("Overlaps")]
public sealed record OverlapOptions
{
    /// <summary>The file that is asked about; has to be said.</summary>
    [Description("The intervals that are asked about: BED, GTF, GFF3 or VCF, plain or compressed; - is standard input.")]
    [Required]
    public string? A { get; init; }

    /// <summary>The file that it is compared with; has to be said.</summary>
    [Description("The intervals that they are compared with; read into memory.")]
    [Required]
    public string? B { get; init; }

    /// <summary>Least share of the interval of A.</summary>
    [Description("Least share of the interval of A that is covered, 0 to 1.")]
    [Range(0.0, 1.0)]
    public double FractionA { get; init; }

    /// <summary>Least share of the interval of B.</summary>
    [Description("Least share of the interval of B that is covered, 0 to 1.")]
    [Range(0.0, 1.0)]
    public double FractionB { get; init; }

    /// <summary><see cref="FractionA"/> holds for B too.</summary>
    [Description("The share of --fraction-a holds for both.")]
    public bool Reciprocal { get; init; }

    /// <summary>Only overlaps on the same strand.</summary>
    [Description("Only overlaps on the same strand.")]
    public bool SameStrand { get; init; }

    /// <summary>Only overlaps on opposite strands.</summary>
    [Description("Only overlaps on opposite strands.")]
    public bool OppositeStrand { get; init; }

    /// <summary>What counts as an overlap.</summary>
    /// <exception cref="UsageException">OH2020 a file or a share is missing; OH2021 two values exclude each other.</exception>
    public OverlapRule Rule()
    {
        if (A is null || B is null) throw new UsageException("OH2020", "two files are needed: --a and --b");
        if (A == "-" && B == "-") throw new UsageException("OH2021", "--a and --b cannot both be standard input");
        if (SameStrand && OppositeStrand) throw new UsageException("OH2021", "--same-strand and --opposite-strand exclude each other");
        if (Reciprocal && FractionB > 0)
            throw new UsageException(
                "OH2021", "--reciprocal and --fraction-b exclude each other: --reciprocal uses the share of --fraction-a for both");
        if (Reciprocal && FractionA == 0)
            throw new UsageException("OH2020", "--reciprocal needs --fraction-a: the share that holds for both");
        return new()
        {
            Strands = SameStrand ? StrandRule.Same : OppositeStrand ? StrandRule.Opposite : StrandRule.Any,
            FractionOfFirst = FractionA,
            FractionOfSecond = Reciprocal ? FractionA : FractionB,
        };
    }
}
