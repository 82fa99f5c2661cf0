using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>
/// Intervals that are asked for overlaps: per contig an array sorted by start, which is also a balanced tree whose nodes know the farthest
/// end below them (Li and Rong, cgranges 2020). A query costs O(log n + hits) and allocates nothing. Safe for concurrent queries.
/// </summary>
public sealed class IntervalIndex
{
    private readonly Dictionary<string, Node[]> contigs = [];

    /// <summary>Sorts intervals.</summary>
    /// <param name="intervals">In any order; hits are positions in it.</param>
    public IntervalIndex(IReadOnlyList<GenomicInterval> intervals)
    {
        Intervals = intervals;
        foreach (var contig in Enumerable.Range(0, intervals.Count).GroupBy(i => ContigNames.Canonical(intervals[i].Contig)))
        {
            Node[] nodes = [.. contig.Select(i => new Node(intervals[i].Reach, i))];
            Array.Sort(nodes, (a, b) => (a.Reach.Start, a.Index).CompareTo((b.Reach.Start, b.Index)));
            _ = SetFarthest(nodes, 0, nodes.Length);
            contigs.Add(contig.Key, nodes);
        }
    }

    /// <summary>The intervals, as they were given.</summary>
    public IReadOnlyList<GenomicInterval> Intervals { get; }

    /// <summary>The intervals that overlap one.</summary>
    /// <param name="query">Its contig may be written with or without <c>chr</c>.</param>
    /// <param name="hits">Filled with positions in <see cref="Intervals"/>, ascending.</param>
    public void FindOverlaps(GenomicInterval query, List<int> hits) => FindOverlaps(query.Contig, query.Reach, hits);

    internal void FindOverlaps(string contig, Reach reach, List<int> hits)
    {
        hits.Clear();
        if (!contigs.TryGetValue(ContigNames.Canonical(contig), out var nodes)) return;
        Collect(nodes, 0, nodes.Length, reach, hits);
        hits.Sort();
    }

    /// <summary>The intervals of a contig by start.</summary>
    internal ReadOnlySpan<Node> OnContig(string contig) => contigs.GetValueOrDefault(ContigNames.Canonical(contig));

    // The middle of a range is the root of its tree.
    private static long SetFarthest(Node[] nodes, int from, int to)
    {
        if (from >= to) return long.MinValue;
        var middle = (from + to) >>> 1;
        var farthest = Math.Max(nodes[middle].Reach.End, Math.Max(SetFarthest(nodes, from, middle), SetFarthest(nodes, middle + 1, to)));
        nodes[middle].Farthest = farthest;
        return farthest;
    }

    private static void Collect(Node[] nodes, int from, int to, Reach reach, List<int> hits)
    {
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            ref readonly var node = ref nodes[middle];
            if (node.Farthest <= reach.Start) return;
            Collect(nodes, from, middle, reach, hits);
            if (node.Reach.Start >= reach.End) return;
            if (node.Reach.End > reach.Start) hits.Add(node.Index);
            from = middle + 1;
        }
    }

    /// <summary>An interval in the tree.</summary>
    internal struct Node(Reach reach, int index)
    {
        public readonly Reach Reach = reach;
        public readonly int Index = index;
        public long Farthest;
    }
}
