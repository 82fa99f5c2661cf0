namespace OmniHelix.Sequences.Intervals;

/// <summary>A neighbour.</summary>
/// <param name="Index">Position among the intervals searched.</param>
/// <param name="Distance">0 when they overlap, 1 when they touch, else one more than the bases between them.</param>
public readonly record struct Neighbour(int Index, long Distance);

/// <summary>The nearest intervals.</summary>
public static class Nearest
{
    /// <summary>Finds the nearest.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="index">Where to look.</param>
    /// <param name="strands">How strands have to agree.</param>
    /// <param name="apart">Passes over intervals that overlap.</param>
    /// <returns>All at the least distance, by start and then in the order given; none when the contig has none.</returns>
    public static IReadOnlyList<Neighbour> Find(
        GenomicInterval interval, IntervalIndex index, StrandRule strands = StrandRule.Any, bool apart = false)
    {
        var rule = new OverlapRule { Strands = strands };
        var nodes = index.OnContig(interval.Contig);
        var reach = interval.Reach;
        var found = new List<Neighbour>();
        var least = long.MaxValue;
        // To the right starts only grow, so the first that is farther than the best ends the search; to the left any start may have
        // a far end, which the tree's farthest ends bound.
        var middle = FirstAt(nodes, reach.End);
        for (var i = middle; i < nodes.Length && nodes[i].Reach.Start - reach.End + 1 <= least; i++) Take(nodes[i]);
        Search(nodes, 0, nodes.Length);
        found.RemoveAll(n => n.Distance > least);
        found.Sort((a, b) => (index.Intervals[a.Index].Start, a.Index).CompareTo((index.Intervals[b.Index].Start, b.Index)));
        return found;

        void Take(in IntervalIndex.Node node)
        {
            var distance = reach.Distance(node.Reach);
            if (distance > least || (apart && distance == 0)) return;
            if (!rule.AcceptsStrands(interval.Strand, index.Intervals[node.Index].Strand)) return;
            least = distance;
            found.Add(new(node.Index, distance));
        }

        // The tree of the whole contig, of which only what starts before the middle is still wanted.
        void Search(ReadOnlySpan<IntervalIndex.Node> all, int low, int high)
        {
            if (low >= Math.Min(high, middle)) return;
            var root = (low + high) >>> 1;
            if (all[root].Farthest <= reach.Start && reach.Start - all[root].Farthest + 1 > least) return;
            // Nearer ones tend to stand on the right.
            Search(all, root + 1, high);
            if (root < middle) Take(all[root]);
            Search(all, low, root);
        }
    }

    private static int FirstAt(ReadOnlySpan<IntervalIndex.Node> nodes, long start)
    {
        var (low, high) = (0, nodes.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (nodes[middle].Reach.Start < start) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
