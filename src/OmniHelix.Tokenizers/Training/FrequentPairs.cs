namespace OmniHelix.Tokenizers.Training;

/// <summary>The pairs that are watched, the most frequent first; of equally frequent ones that of the smaller ids.</summary>
internal sealed class FrequentPairs
{
    private readonly Dictionary<long, BpePair> pairs = [];
    private readonly PriorityQueue<BpePair, Rank> queue = new();

    public void Clear()
    {
        pairs.Clear();
        queue.Clear();
    }

    public void Watch(BpePair pair)
    {
        pairs.Add(Key(pair.Left, pair.Right), pair);
        queue.Enqueue(pair, new Rank(pair));
    }

    public void Forget(BpePair pair) => pairs.Remove(Key(pair.Left, pair.Right));

    /// <summary>Some places of a pair are gone.</summary>
    public void Lessen(int left, int right, long count)
    {
        if (pairs.TryGetValue(Key(left, right), out var pair)) pair.Count -= count;
    }

    /// <summary>The most frequent pair, which stays watched until it is forgotten; null when none occurs often enough.</summary>
    public BpePair? Take(long least)
    {
        while (queue.TryDequeue(out var pair, out var rank))
        {
            if (rank.Count == pair.Count) return pair;
            // The queue is not told when counts fall: a rank that is out of date is put right when it comes up.
            if (pair.Count >= least) queue.Enqueue(pair, new Rank(pair));
        }
        return null;
    }

    private static long Key(int left, int right) => (long)(((ulong)left << 32 | (uint)right) * 0x9E3779B97F4A7C15);

    private readonly struct Rank(BpePair pair) : IComparable<Rank>
    {
        private readonly int left = pair.Left;
        private readonly int right = pair.Right;

        public long Count { get; } = pair.Count;

        public int CompareTo(Rank other)
        {
            var byCount = other.Count.CompareTo(Count);
            if (byCount != 0) return byCount;
            var byLeft = left.CompareTo(other.left);
            return byLeft != 0 ? byLeft : right.CompareTo(other.right);
        }
    }
}
