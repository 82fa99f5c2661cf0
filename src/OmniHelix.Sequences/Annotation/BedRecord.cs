using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Annotation;

/// <summary>A line of a BED file (BED specification 1.0).</summary>
/// <param name="Interval">Columns 1 to 3, and the strand of column 6.</param>
/// <param name="Text">The line as it stands in the file.</param>
/// <param name="Columns">All columns as written, 3 or more.</param>
/// <param name="Line">Line of the file, from 1.</param>
public sealed record BedRecord(GenomicInterval Interval, string Text, IReadOnlyList<string> Columns, long Line)
{
    /// <summary>How many columns mean what BED says; those behind them belong to another format.</summary>
    public int Extent { get; init; } = 3;

    /// <summary>The fourth column; null without one, and where <c>.</c> stands for none.</summary>
    public string? Name => Columns.Count > 3 && Columns[3] != "." ? Columns[3] : null;
}
