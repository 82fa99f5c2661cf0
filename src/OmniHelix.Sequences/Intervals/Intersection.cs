namespace OmniHelix.Sequences.Intervals;

/// <summary>Two intervals that overlap.</summary>
/// <param name="First">Position among the first intervals.</param>
/// <param name="Second">Position among the second intervals.</param>
/// <param name="Shared">What they share; a place between bases stays what it is.</param>
/// <param name="Bases">Bases in both; 0 when one of them is a place between bases.</param>
public readonly record struct IntervalOverlap(int First, int Second, GenomicInterval Shared, long Bases);

/// <summary>Overlaps between two sets of intervals.</summary>
public static class Intersection
{
    /// <summary>Every overlapping pair, in the order of the first set, then of the second.</summary>
    public static IEnumerable<IntervalOverlap> Pairs(IReadOnlyList<GenomicInterval> first, IntervalIndex second, OverlapRule? rule = null)
    {
        var hits = new List<int>();
        for (var i = 0; i < first.Count; i++)
        {
            Find(first[i], second, rule, hits);
            foreach (var hit in hits)
                yield return Overlap(i, first[i], hit, second.Intervals[hit]);
        }
    }

    /// <summary>The intervals that overlap one, ascending.</summary>
    public static void Find(GenomicInterval interval, IntervalIndex index, OverlapRule? rule, List<int> hits)
    {
        index.FindOverlaps(interval, hits);
        if (rule is not null && rule != OverlapRule.Default) hits.RemoveAll(hit => !rule.Accepts(interval, index.Intervals[hit]));
    }

    private static IntervalOverlap Overlap(int i, GenomicInterval a, int j, GenomicInterval b)
    {
        var shared = a.Length == 0 ? a : a with { Start = Math.Max(a.Start, b.Reach.Start), End = Math.Min(a.End, b.Reach.End) };
        return new(i, j, shared, Math.Max(0, Math.Min(a.End, b.End) - Math.Max(a.Start, b.Start)));
    }
}
