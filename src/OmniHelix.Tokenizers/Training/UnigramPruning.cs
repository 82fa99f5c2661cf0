using System.Collections.Concurrent;

namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// Drops the pieces that the corpus misses least. What a piece is worth is how much less probable the best segmentations get when it is
/// replaced by the best segmentation of itself into other pieces.
/// </summary>
/// <param name="pieces">The pieces.</param>
/// <param name="loss">How the sum of all occurrences grows then.</param>
/// <param name="parallel">Threads; the result does not depend on them.</param>
internal sealed class UnigramPruning(UnigramPieces pieces, PruningLoss loss, ParallelOptions parallel)
{
    private readonly PieceLink[] links = pieces.Scores();
    private long[] counts = [];
    private double sum;
    private double words;

    /// <summary>Leaves <paramref name="limit"/> pieces, the unknown one counted; more only where those cannot be spared.</summary>
    public void Reduce(int limit)
    {
        counts = BestSegmentations.Count(pieces, links, parallel);
        sum = counts.Sum();
        words = pieces.Text.WordOccurrences.Sum();
        // Below zero or above: what the piece is worth. Infinite: it stays whatever that is. Not a number: it goes.
        var worth = new double[pieces.Count];
        Parallel.ForEach(Partitioner.Create(1, pieces.Count, 1 << 10), parallel, range =>
        {
            for (var piece = range.Item1; piece < range.Item2; piece++) worth[piece] = Worth(piece);
        });

        var order = pieces.InOrder();
        var kept = order.Where(piece => double.IsPositiveInfinity(worth[piece])).ToList();
        kept.AddRange(order.Where(piece => double.IsFinite(worth[piece])).OrderByDescending(piece => worth[piece])
            .Take(Math.Max(0, limit - 1 - kept.Count)));
        var keep = new bool[pieces.Count];
        for (var standing = 0; standing < kept.Count; standing++)
        {
            pieces.All[kept[standing]].Standing = standing;
            keep[kept[standing]] = true;
        }
        pieces.Keep(keep, parallel);
    }

    private double Worth(int piece)
    {
        var length = pieces.All[piece].Length;
        if (length == 1) return double.PositiveInfinity;
        if (counts[piece] == 0) return double.NaN;
        Span<double> best = stackalloc double[length + 1];
        Span<int> last = stackalloc int[length + 1];
        Split(piece, best, last);
        if (best[length] > links[piece].Weight) return double.PositiveInfinity;

        double own = counts[piece];
        var parts = 0;
        for (var end = length; end > 0; end -= links[last[end]].Length) parts++;
        var grown = Math.Log(sum + own * ((loss == PruningLoss.Corrected ? parts : pieces.Count) - 1));
        var without = 0.0;
        for (var end = length; end > 0; end -= links[last[end]].Length) without += Math.Log(counts[last[end]] + own) - grown;
        return own / words * (Math.Log(own) - Math.Log(sum) - without);
    }

    /// <summary>The best segmentation of a piece into others.</summary>
    private void Split(int piece, Span<double> best, Span<int> last)
    {
        var length = last.Length - 1;
        best.Fill(double.NegativeInfinity);
        best[0] = 0;
        var longest = pieces.Longest.Slice(pieces.All[piece].Start, length);
        for (var from = 0; from < length; from++)
        {
            for (var part = longest[from]; ; part = links[part].Prefix)
            {
                var link = links[part];
                var end = from + link.Length;
                if (end <= length && part != piece && best[from] + link.Weight > best[end])
                {
                    best[end] = best[from] + link.Weight;
                    last[end] = part;
                }
                if (link.Length == 1) break;
            }
        }
    }
}
