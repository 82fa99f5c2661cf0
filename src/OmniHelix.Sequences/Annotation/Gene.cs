using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Annotation;

/// <summary>A transcript of a gene.</summary>
/// <param name="Id">As the annotation names it.</param>
/// <param name="Interval">From its first to its last base.</param>
/// <param name="Exons">Disjoint, by start.</param>
public sealed record Transcript(string Id, GenomicInterval Interval, IReadOnlyList<GenomicInterval> Exons)
{
    /// <summary>The first base that is transcribed, from 0.</summary>
    public long StartSite => Gene.FirstBase(Interval);
}

/// <summary>A gene.</summary>
/// <param name="Id">As the annotation names it, such as <c>ENSG00000167766.14</c>.</param>
/// <param name="Name">Symbol, such as <c>TP53</c>; null when there is none.</param>
/// <param name="Biotype">Such as <c>protein_coding</c>; null when there is none.</param>
/// <param name="Interval">From its first to its last base.</param>
/// <param name="Transcripts">In the order of the file.</param>
public sealed record Gene(string Id, string? Name, string? Biotype, GenomicInterval Interval, IReadOnlyList<Transcript> Transcripts)
{
    /// <summary>The first base that is transcribed, from 0: the 5' end of the gene.</summary>
    public long StartSite => FirstBase(Interval);

    /// <summary>The identifier without the version behind its dot.</summary>
    public string IdWithoutVersion => WithoutVersion(Id);

    /// <summary>An Ensembl identifier without its version.</summary>
    public static string WithoutVersion(string id) => id.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? id[..dot] : id;

    internal static long FirstBase(GenomicInterval interval) => interval.Strand == Strand.Reverse ? interval.End - 1 : interval.Start;
}
