namespace OmniHelix.Sequences.Intervals;

/// <summary>What is left of intervals after others are taken away.</summary>
public static class Subtraction
{
    /// <summary>Cuts out whatever is covered.</summary>
    /// <param name="interval">The interval to cut.</param>
    /// <param name="index">What is taken away.</param>
    /// <param name="rule">What counts as an overlap.</param>
    /// <returns>The pieces by start; a place between bases is gone when both of its bases are.</returns>
    public static IEnumerable<GenomicInterval> Subtract(GenomicInterval interval, IntervalIndex index, OverlapRule? rule = null)
    {
        var hits = new List<int>();
        Intersection.Find(interval, index, rule, hits);
        if (hits.Count == 0)
        {
            yield return interval;
            yield break;
        }
        var holes = IntervalMerge.Union(hits.Select(hit => index.Intervals[hit].Reach));
        if (interval.Length == 0)
        {
            var reach = interval.Reach;
            if (holes.Sum(hole => hole.Clip(reach).Length) < reach.Length) yield return interval;
            yield break;
        }
        var start = interval.Start;
        foreach (var hole in holes)
        {
            if (hole.Start > start) yield return interval with { Start = start, End = hole.Start };
            start = Math.Max(start, hole.End);
        }
        if (start < interval.End) yield return interval with { Start = start };
    }

    /// <summary>The gaps between intervals from the start of each contig to its end.</summary>
    /// <param name="intervals">In any order.</param>
    /// <param name="contigs">Names and lengths; the gaps come in this order.</param>
    /// <exception cref="OmniException">OH1020: an interval on another contig.</exception>
    public static IEnumerable<GenomicInterval> Complement(IReadOnlyList<GenomicInterval> intervals, ContigLengths contigs)
    {
        var merged = IntervalMerge.Merge(intervals).ToLookup(m => contigs.Names.IndexOf(m.Interval.Contig), m => m.Interval.Reach);
        for (var i = 0; i < contigs.Names.Count; i++)
        {
            var contig = contigs.Names[i];
            var start = 0L;
            foreach (var covered in IntervalMerge.Union(merged[i]))
            {
                var end = Math.Min(covered.Start, contigs[i]);
                if (end > start) yield return new(contig, start, end);
                start = Math.Max(start, covered.End);
            }
            if (start < contigs[i]) yield return new(contig, start, contigs[i]);
        }
    }
}
