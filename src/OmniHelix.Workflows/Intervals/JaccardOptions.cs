using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>Two sets of intervals that are compared.</summary>
[Category("Intervals")]
public sealed record JaccardOptions
{
    /// <summary>One file; has to be said.</summary>
    [Description("One set of intervals: BED, GTF, GFF3 or VCF, plain or compressed; - is standard input.")]
    [Required]
    public string? A { get; init; }

    /// <summary>The other; has to be said.</summary>
    [Description("The other set.")]
    [Required]
    public string? B { get; init; }

    /// <summary>Refuses to do without two files.</summary>
    /// <exception cref="UsageException">OH2020.</exception>
    public void Check()
    {
        if (A is null || B is null) throw new UsageException("OH2020", "two files are needed: --a and --b");
    }

    /// <summary>How alike they are, as <c>bedtools jaccard</c> says it.</summary>
    /// <exception cref="UsageException">OH2020 a file is missing; OH1039 a kind of file without intervals.</exception>
    /// <exception cref="OmniException">A file cannot be read, with the line.</exception>
    public JaccardIndex Compare()
    {
        Check();
        return Coverage.Jaccard(Intervals(A!), Intervals(B!));
    }

    private static List<GenomicInterval> Intervals(string path) => [.. IntervalLine.Read(path).Select(line => line.Interval)];
}
