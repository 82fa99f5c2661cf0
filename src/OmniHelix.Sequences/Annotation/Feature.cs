using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Annotation;

/// <summary>A line of a GTF or GFF3 file.</summary>
/// <param name="Interval">Where it lies, half-open from 0 (the file counts from 1 and includes the end).</param>
/// <param name="Source">What found it.</param>
/// <param name="Type">Such as <c>gene</c>, <c>transcript</c>, <c>exon</c>, <c>CDS</c>.</param>
/// <param name="Score">Null where the file has a dot.</param>
/// <param name="Phase">Bases to the first whole codon, 0 to 2; null where the file has a dot.</param>
/// <param name="Attributes">Column 9.</param>
public sealed record Feature(
    GenomicInterval Interval, string Source, string Type, double? Score, int? Phase, FeatureAttributes Attributes)
{
    /// <summary>The line as written.</summary>
    public required string Text { get; init; }

    /// <summary>Line of the file, from 1.</summary>
    public required long Line { get; init; }
}
