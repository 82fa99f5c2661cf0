using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Cli.Binding;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>Two files, and what counts as an overlap between their intervals; the flags of bedtools.</summary>
internal sealed record OverlapSettings
{
    [Description("The intervals that are asked about: BED, GTF, GFF3 or VCF, plain or compressed; - is standard input.")]
    public string? A { get; init; }

    [Description("The intervals that they are compared with; read into memory.")]
    public string? B { get; init; }

    [Description("Least share of the interval of A that is covered, 0 to 1.")]
    [Range(0.0, 1.0)]
    public double FractionA { get; init; }

    [Description("Least share of the interval of B that is covered, 0 to 1.")]
    [Range(0.0, 1.0)]
    public double FractionB { get; init; }

    [Description("The share of --fraction-a holds for both.")]
    public bool Reciprocal { get; init; }

    [Description("Only overlaps on the same strand.")]
    public bool SameStrand { get; init; }

    [Description("Only overlaps on opposite strands.")]
    public bool OppositeStrand { get; init; }

    /// <summary>Says which flags are missing or exclude each other.</summary>
    /// <exception cref="UsageException">OH2020, OH2021.</exception>
    public void Check(string command)
    {
        if (A is null || B is null) throw new UsageException("OH2020", "two files are needed: --a and --b", command);
        if (A == "-" && B == "-") throw new UsageException("OH2021", "--a and --b cannot both be standard input", command);
        if (SameStrand && OppositeStrand)
            throw new UsageException("OH2021", "--same-strand and --opposite-strand exclude each other", command);
        if (Reciprocal && FractionB > 0)
            throw new UsageException(
                "OH2021",
                "--reciprocal and --fraction-b exclude each other: --reciprocal uses the share of --fraction-a for both",
                command);
    }

    /// <summary>How strands have to agree.</summary>
    public StrandRule Strands() => SameStrand ? StrandRule.Same : OppositeStrand ? StrandRule.Opposite : StrandRule.Any;

    /// <summary>What counts as an overlap.</summary>
    public OverlapRule Rule() => new()
    {
        Strands = Strands(),
        FractionOfFirst = FractionA,
        FractionOfSecond = Reciprocal ? FractionA : FractionB,
    };

    /// <summary>Reads the second file.</summary>
    public IntervalSet Second() => new([.. IntervalLine.Read(B!)]);
}

/// <summary>Lines of a file that are asked for overlaps.</summary>
internal sealed class IntervalSet(IReadOnlyList<IntervalLine> lines)
{
    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<IntervalLine> Lines => lines;

    /// <summary>Finds positions in <see cref="Lines"/>.</summary>
    public IntervalIndex Index { get; } = new([.. lines.Select(line => line.Interval)]);
}
