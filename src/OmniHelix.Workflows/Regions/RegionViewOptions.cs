using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OmniHelix.Workflows.Regions;

/// <summary>How regions of sequences are shown, in the words of <c>samtools faidx</c>.</summary>
[Category("Sequences")]
public sealed record RegionViewOptions
{
    /// <summary>Letters on a line.</summary>
    [Description("FASTA and FASTQ: letters on a line.")]
    [Range(1, int.MaxValue)]
    public int LineLength { get; init; } = 60;

    /// <summary>The other strand.</summary>
    [Description("FASTA and FASTQ: the other strand.")]
    public bool ReverseComplement { get; init; }

    /// <summary>What names of the other strand end with.</summary>
    [Description("FASTA and FASTQ: what names of the other strand end with: rc, sign, no, or custom,+,-.")]
    public string MarkStrand { get; init; } = "rc";

    /// <summary>A region that does not exist is left out instead of being an error.</summary>
    [Description("FASTA and FASTQ: go on behind a region that does not exist.")]
    public bool Continue { get; init; }

    /// <summary>What stands behind the name of a region.</summary>
    /// <exception cref="UsageException">OH2016: an unknown choice.</exception>
    internal string Mark() => (MarkStrand, ReverseComplement) switch
    {
        ("no", _) => "",
        ("rc", var reverse) => reverse ? "/rc" : "",
        ("sign", var reverse) => reverse ? "(-)" : "(+)",
        (_, var reverse) when MarkStrand.Split(',') is ["custom", var forward, var other] => reverse ? other : forward,
        _ => throw new UsageException("OH2016", $"'{MarkStrand}' is none of rc, sign, no, custom,FORWARD,REVERSE", "--mark-strand"),
    };
}
