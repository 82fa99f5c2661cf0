using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>How much of an interval others cover.</summary>
/// <param name="Overlaps">Intervals that overlap it.</param>
/// <param name="Covered">Its bases that at least one of them covers.</param>
/// <param name="Length">Its bases; 2 for a place between bases, which touches two.</param>
public readonly record struct IntervalCoverage(int Overlaps, long Covered, long Length)
{
    /// <summary>Share of the bases covered, 0 to 1.</summary>
    public double Fraction => Length == 0 ? 0 : (double)Covered / Length;
}

/// <summary>How sets of intervals cover each other.</summary>
public static class Coverage
{
    /// <summary>How much of an interval is covered.</summary>
    public static IntervalCoverage Of(GenomicInterval interval, IntervalIndex index, OverlapRule? rule = null)
    {
        var hits = new List<int>();
        Intersection.Find(interval, index, rule, hits);
        var reach = interval.Reach;
        var covered = IntervalMerge.Union(hits.Select(hit => index.Intervals[hit].Reach.Clip(reach))).Sum(r => r.Length);
        return new(hits.Count, covered, reach.Length);
    }

    /// <summary>How much two sets share (Jaccard 1901): bases in both over bases in either.</summary>
    public static JaccardIndex Jaccard(IReadOnlyList<GenomicInterval> first, IReadOnlyList<GenomicInterval> second)
    {
        var (a, b) = (Merged(first), Merged(second));
        var (shared, pieces) = (0L, 0);
        foreach (var (contig, reaches) in a)
        {
            if (!b.TryGetValue(contig, out var others)) continue;
            for (int i = 0, j = 0; i < reaches.Count && j < others.Count;)
            {
                if (reaches[i].Overlaps(others[j]))
                {
                    shared += reaches[i].Clip(others[j]).Length;
                    pieces++;
                }
                if (reaches[i].End < others[j].End) i++;
                else j++;
            }
        }
        return new(shared, Bases(a) + Bases(b) - shared, pieces);
    }

    private static Dictionary<string, List<Reach>> Merged(IReadOnlyList<GenomicInterval> intervals) =>
        IntervalMerge.Merge(intervals).GroupBy(m => ContigNames.Canonical(m.Interval.Contig))
            .ToDictionary(g => g.Key, g => IntervalMerge.Union(g.Select(m => m.Interval.Reach)));

    private static long Bases(Dictionary<string, List<Reach>> merged) => merged.Values.Sum(reaches => reaches.Sum(r => r.Length));
}

/// <summary>What two sets of intervals share.</summary>
/// <param name="Intersection">Bases in both.</param>
/// <param name="Union">Bases in either.</param>
/// <param name="Pieces">Stretches in both.</param>
public readonly record struct JaccardIndex(long Intersection, long Union, int Pieces)
{
    /// <summary>Intersection over union, 0 to 1.</summary>
    public double Value => Union == 0 ? 0 : (double)Intersection / Union;
}
