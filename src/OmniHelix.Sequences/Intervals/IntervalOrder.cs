using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>Orders of intervals.</summary>
public static class IntervalOrder
{
    /// <summary>Positions of the intervals by contig and start; equal ones keep their order.</summary>
    /// <param name="intervals">In any order.</param>
    /// <param name="contigs">
    /// The order of contigs; null for that of their names, byte by byte, where all names of one contig stand at the first of them.
    /// </param>
    /// <exception cref="OmniException">OH1020: an interval on another contig.</exception>
    public static IReadOnlyList<int> Sort(IReadOnlyList<GenomicInterval> intervals, ContigNames? contigs = null)
    {
        var positions = Enumerable.Range(0, intervals.Count);
        if (contigs is not null) return [.. positions.OrderBy(i => contigs.IndexOf(intervals[i].Contig)).ThenBy(i => intervals[i].Start)];
        var names = FirstNames(intervals);
        return [.. positions.OrderBy(i => names[intervals[i].Contig], StringComparer.Ordinal).ThenBy(i => intervals[i].Start)];
    }

    /// <summary>For every name the first, byte by byte, of those that mean the same contig.</summary>
    internal static IReadOnlyDictionary<string, string> FirstNames(IReadOnlyList<GenomicInterval> intervals) =>
        intervals.Select(interval => interval.Contig).Distinct().GroupBy(ContigNames.Canonical)
            .SelectMany(same => same, (same, name) => (Name: name, First: same.Min(StringComparer.Ordinal)!))
            .ToDictionary(pair => pair.Name, pair => pair.First);
}
