using System.Buffers;

namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// The positions of a text in the order of the strings that begin there, as far as <c>depth</c> characters or the end of the word. No piece
/// is longer, so no more has to be sorted: positions go to buckets by the first 16 bits of their window, buckets are sorted by the rest of
/// it on all threads, and what is still equal by the next window. That takes constant time a position for a fixed depth, whatever repeats.
/// </summary>
internal sealed class SuffixOrder
{
    private const int BucketBits = 16;

    private readonly SymbolText text;
    private readonly int depth;

    private SuffixOrder(SymbolText text, int depth)
    {
        this.text = text;
        this.depth = depth;
        Positions = new int[text.Length - text.WordEnds.Length];
        Shared = new byte[Positions.Length];
    }

    /// <summary>All positions but those of the terminators.</summary>
    public int[] Positions { get; }

    /// <summary>
    /// How many characters each position shares with the one before it. <c>depth</c> where nothing tells them apart: there are as many, or
    /// both words end.
    /// </summary>
    public byte[] Shared { get; }

    /// <param name="text">The words.</param>
    /// <param name="depth">Characters that count, at most 255.</param>
    /// <param name="parallel">Threads; the order does not depend on them.</param>
    public static SuffixOrder Sort(SymbolText text, int depth, ParallelOptions parallel)
    {
        var order = new SuffixOrder(text, depth);
        var ends = order.Distribute();
        Parallel.For(0, ends.Length, parallel, bucket => order.Sort(bucket == 0 ? 0 : ends[bucket - 1], ends[bucket], 0));
        order.CompareBuckets(ends);
        return order;
    }

    /// <summary>Puts the positions into buckets and returns where these end.</summary>
    private int[] Distribute()
    {
        var ends = new int[1 << BucketBits];
        for (var position = 0; position < text.Length; position++)
            if (text.Window(position) is > 0 and var window) ends[Bucket(window)]++;
        var total = 0;
        for (var bucket = 0; bucket < ends.Length; bucket++)
        {
            // Counts become starts, which the positions then move to the ends.
            var count = ends[bucket];
            ends[bucket] = total;
            total += count;
        }
        for (var position = 0; position < text.Length; position++)
            if (text.Window(position) is > 0 and var window) Positions[ends[Bucket(window)]++] = position;
        return ends;
    }

    /// <summary>Sorts ranks whose first <paramref name="offset"/> characters are the same.</summary>
    private void Sort(int from, int to, int offset)
    {
        if (to - from < 2) return;
        var positions = Positions.AsSpan(from, to - from);
        var keys = ArrayPool<ulong>.Shared.Rent(positions.Length);
        var windows = keys.AsSpan(0, positions.Length);
        for (var i = 0; i < windows.Length; i++) windows[i] = text.Window(positions[i] + offset);
        windows.Sort(positions);
        for (var i = 1; i < windows.Length; i++) Shared[from + i] = Agreement(windows[i - 1], windows[i], offset);

        var next = offset + text.SymbolsPerWindow;
        for (var start = 0; next < depth && start < windows.Length;)
        {
            var end = start + 1;
            while (end < windows.Length && windows[end] == windows[start]) end++;
            if (!text.HasTerminator(windows[start])) Sort(from + start, from + end, next);
            start = end;
        }
        ArrayPool<ulong>.Shared.Return(keys);
    }

    private void CompareBuckets(int[] ends)
    {
        foreach (var start in ends)
            if (start > 0 && start < Positions.Length)
                Shared[start] = Agreement(text.Window(Positions[start - 1]), text.Window(Positions[start]), 0);
    }

    private byte Agreement(ulong window, ulong other, int offset) =>
        (byte)(window == other ? depth : Math.Min(depth, offset + text.Shared(window, other)));

    private static int Bucket(ulong window) => (int)(window >> (64 - BucketBits));
}
