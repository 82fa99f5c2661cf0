namespace OmniHelix.Sequences.Intervals;

/// <summary>Orders of intervals.</summary>
public static class IntervalOrder
{
    /// <summary>By contig name, byte by byte, then by start. Sort with a stable sort to keep the order of equal ones.</summary>
    public static IComparer<GenomicInterval> ByPlace { get; } = Comparer<GenomicInterval>.Create((a, b) =>
        string.CompareOrdinal(a.Contig, b.Contig) is var contig && contig != 0 ? contig : a.Start.CompareTo(b.Start));

    /// <summary>Positions of the intervals in the order of <see cref="ByPlace"/>; equal ones keep their order.</summary>
    public static IReadOnlyList<int> Sort(IReadOnlyList<GenomicInterval> intervals) => [.. Enumerable.Range(0, intervals.Count).OrderBy(i => intervals[i], ByPlace)];
}
