using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>Orders of intervals.</summary>
public static class IntervalOrder
{
    /// <summary>By contig name, byte by byte, then by start. Sort with a stable sort to keep the order of equal ones.</summary>
    public static IComparer<GenomicInterval> ByPlace { get; } = Comparer<GenomicInterval>.Create((a, b) =>
        string.CompareOrdinal(a.Contig, b.Contig) is var contig && contig != 0 ? contig : a.Start.CompareTo(b.Start));

    /// <summary>Positions of the intervals by contig and start; equal ones keep their order.</summary>
    /// <param name="intervals">In any order.</param>
    /// <param name="contigs">The order of contigs; null for that of <see cref="ByPlace"/>.</param>
    /// <exception cref="OmniException">OH1020: an interval on another contig.</exception>
    public static IReadOnlyList<int> Sort(IReadOnlyList<GenomicInterval> intervals, ContigNames? contigs = null)
    {
        var positions = Enumerable.Range(0, intervals.Count);
        return contigs is null
            ? [.. positions.OrderBy(i => intervals[i], ByPlace)]
            : [.. positions.OrderBy(i => contigs.IndexOf(intervals[i].Contig)).ThenBy(i => intervals[i].Start)];
    }
}
