using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>How <c>omni genome view</c> shows regions; the flags of sequences are those of <c>samtools faidx</c>.</summary>
internal sealed record GenomeViewSettings
{
    [Description("FASTA and FASTQ: letters on a line.")]
    [Range(1, int.MaxValue)]
    public int LineLength { get; init; } = 60;

    [Description("FASTA and FASTQ: the other strand.")]
    public bool ReverseComplement { get; init; }

    [Description("FASTA and FASTQ: what names of the other strand end with: rc, sign, no, or custom,+,-.")]
    public string MarkStrand { get; init; } = "rc";

    [Description("FASTA and FASTQ: go on behind a region that does not exist.")]
    public bool Continue { get; init; }

    /// <summary>What stands behind the name of a region.</summary>
    /// <exception cref="UsageException">OH2016: an unknown choice.</exception>
    public string Mark() => (MarkStrand, ReverseComplement) switch
    {
        ("no", _) => "",
        ("rc", var reverse) => reverse ? "/rc" : "",
        ("sign", var reverse) => reverse ? "(-)" : "(+)",
        (_, var reverse) when MarkStrand.Split(',') is ["custom", var forward, var other] => reverse ? other : forward,
        _ => throw new UsageException("OH2016", $"'{MarkStrand}' is none of rc, sign, no, custom,FORWARD,REVERSE", "--mark-strand"),
    };
}
