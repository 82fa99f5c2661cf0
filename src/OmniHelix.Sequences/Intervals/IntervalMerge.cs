using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>Intervals that became one.</summary>
/// <param name="Interval">From the first start to the last end.</param>
/// <param name="Members">Positions of the intervals in it, by start.</param>
public sealed record MergedInterval(GenomicInterval Interval, IReadOnlyList<int> Members);

/// <summary>Joins intervals that overlap, touch, or lie near each other.</summary>
public static class IntervalMerge
{
    /// <summary>Merges intervals.</summary>
    /// <param name="intervals">In any order.</param>
    /// <param name="gap">
    /// Most bases between two that are joined; 0 joins what touches, negative numbers ask for an overlap of so many bases.
    /// </param>
    /// <param name="byStrand">Strands are merged apart; the result keeps theirs.</param>
    /// <returns>
    /// Sorted by contig and start. Where a contig has several names, such as <c>1</c> and <c>chr1</c>, each has that of its first interval.
    /// </returns>
    public static IReadOnlyList<MergedInterval> Merge(IReadOnlyList<GenomicInterval> intervals, long gap = 0, bool byStrand = false)
    {
        var merged = new List<MergedInterval>();
        var open = new Dictionary<Strand, Group>();
        var names = IntervalOrder.FirstNames(intervals);
        string? contig = null;
        foreach (var i in IntervalOrder.Sort(intervals))
        {
            var interval = intervals[i];
            if (contig != names[interval.Contig]) Close();
            contig = names[interval.Contig];
            var strand = byStrand ? interval.Strand : Strand.None;
            if (open.TryGetValue(strand, out var group) && interval.Reach.Start <= group.End + gap) group.Add(i, interval.Reach);
            else
            {
                if (group is not null) merged.Add(group.Finish(intervals));
                open[strand] = new Group(i, interval with { Strand = strand });
            }
        }
        Close();
        var order = IntervalOrder.Sort([.. merged.Select(m => m.Interval)]);
        return [.. order.Select(i => merged[i])];

        void Close()
        {
            merged.AddRange(open.Values.Select(g => g.Finish(intervals)));
            open.Clear();
        }
    }

    /// <summary>The stretches that intervals of one contig touch, disjoint and by start.</summary>
    internal static List<Reach> Union(IEnumerable<Reach> reaches)
    {
        var union = new List<Reach>();
        foreach (var reach in reaches.OrderBy(r => r.Start))
        {
            if (union.Count > 0 && reach.Start <= union[^1].End) union[^1] = union[^1] with { End = Math.Max(union[^1].End, reach.End) };
            else union.Add(reach);
        }
        return union;
    }

    private sealed class Group(int first, GenomicInterval interval)
    {
        private readonly List<int> members = [first];
        private readonly long start = interval.Reach.Start;

        public long End { get; private set; } = interval.Reach.End;

        public void Add(int index, Reach reach)
        {
            members.Add(index);
            End = Math.Max(End, reach.End);
        }

        // A place between bases that met nothing stays what it was.
        public MergedInterval Finish(IReadOnlyList<GenomicInterval> intervals) => members.Count == 1
            ? new(intervals[members[0]] with { Strand = interval.Strand }, members)
            : new(interval with { Start = start, End = End }, members);
    }
}
