using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>
/// Merges neighbours in the order of their ranks, with a queue of all pairs that can merge: n log n steps for n characters, so that a
/// chromosome may be one piece.
/// </summary>
internal static class BpeMerging
{
    private const int None = -1;

    /// <summary>Merges the tokens from <paramref name="first"/> on.</summary>
    /// <returns>The merge that was made last; null when there was none.</returns>
    public static LastMerge? Merge(MergeTable merges, TokenBuffer tokens, int first)
    {
        var count = tokens.Count - first;
        if (count < 2) return null;
        LastMerge? last = null;
        var ids = tokens.Ids[first..];
        var spans = tokens.Spans[first..];
        var before = new int[count];
        var behind = new int[count];
        var waiting = new PriorityQueue<int, long>();
        for (var at = 0; at < count; at++)
        {
            before[at] = at - 1;
            behind[at] = at + 1 < count ? at + 1 : None;
            if (at + 1 < count && merges.TryGet(ids[at], ids[at + 1], out var merge)) waiting.Enqueue(merge.Product, Order(merge, at));
        }
        while (waiting.TryDequeue(out var product, out var order))
        {
            var at = (int)(order & uint.MaxValue);
            var next = behind[at];
            // What was queued may have changed since.
            if (ids[at] == None || next == None || !merges.TryGet(ids[at], ids[next], out var merge) || merge.Product != product) continue;
            last = new LastMerge(ids[at], ids[next], merge.Rank);
            ids[at] = product;
            spans[at] = new TokenSpan(spans[at].Start, spans[next].End);
            ids[next] = None;
            behind[at] = behind[next];
            if (behind[at] != None)
            {
                before[behind[at]] = at;
                if (merges.TryGet(product, ids[behind[at]], out merge)) waiting.Enqueue(merge.Product, Order(merge, at));
            }
            if (before[at] != None && merges.TryGet(ids[before[at]], product, out merge))
                waiting.Enqueue(merge.Product, Order(merge, before[at]));
        }
        var kept = 0;
        for (var at = 0; at != None; at = behind[at])
        {
            ids[kept] = ids[at];
            spans[kept] = spans[at];
            kept++;
        }
        tokens.Remove(first + kept, tokens.Count);
        return last;
    }

    // The lower rank first, and of equal ones the one further left.
    private static long Order(Merge merge, int at) => (long)merge.Rank << 32 | (uint)at;
}

/// <summary>The merge that was made last.</summary>
/// <param name="Left">The first of the two tokens.</param>
/// <param name="Right">The second.</param>
/// <param name="Rank">When the merge was learned.</param>
internal readonly record struct LastMerge(int Left, int Right, int Rank);
