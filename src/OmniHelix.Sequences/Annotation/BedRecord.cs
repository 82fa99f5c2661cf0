using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Annotation;

/// <summary>A line of a BED file (BED specification 1.0).</summary>
/// <param name="Interval">Columns 1 to 3, and the strand of column 6.</param>
/// <param name="Columns">All columns as written, 3 to 12.</param>
/// <param name="Line">Line of the file, from 1.</param>
public sealed record BedRecord(GenomicInterval Interval, IReadOnlyList<string> Columns, long Line)
{
    /// <summary>Column 4; null when there is none.</summary>
    public string? Name => Columns.Count > 3 ? Columns[3] : null;

    /// <summary>Column 5 as written; null when there is none.</summary>
    public string? Score => Columns.Count > 4 ? Columns[4] : null;

    /// <summary>Columns 10 to 12: the parts of a spliced feature, such as exons; the whole interval when there are none.</summary>
    public IReadOnlyList<GenomicInterval> Blocks { get; init; } = [Interval];
}
