namespace OmniHelix.Sequences.Intervals;

/// <summary>Overlaps between intervals.</summary>
public static class Intersection
{
    /// <summary>The intervals that overlap one.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="index">Where to look.</param>
    /// <param name="rule">What counts as an overlap; null for any shared base.</param>
    /// <param name="hits">Filled with positions in the index, ascending.</param>
    public static void Find(GenomicInterval interval, IntervalIndex index, OverlapRule? rule, List<int> hits)
    {
        index.FindOverlaps(interval, hits);
        if (rule is not null && rule != OverlapRule.Default) hits.RemoveAll(hit => !rule.Accepts(interval, index.Intervals[hit]));
    }

    /// <summary>The part of one interval that overlaps another; a place between bases stays what it is.</summary>
    public static GenomicInterval Shared(GenomicInterval first, GenomicInterval second) => first.Length == 0
        ? first
        : first with { Start = Math.Max(first.Start, second.Reach.Start), End = Math.Min(first.End, second.Reach.End) };

    /// <summary>Bases in both of two intervals of one contig; 0 when one of them is a place between bases.</summary>
    public static long SharedBases(GenomicInterval first, GenomicInterval second) =>
        Math.Max(0, Math.Min(first.End, second.End) - Math.Max(first.Start, second.Start));
}
