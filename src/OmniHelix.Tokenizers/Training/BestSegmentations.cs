namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// How often each piece stands in the best segmentations of the words (Viterbi). Of equal ones the piece that begins first wins, so the
/// sums run from the start of each word to its end; they are kept for as many positions as pieces reach.
/// </summary>
internal sealed class BestSegmentations
{
    private const int Block = 1 << 12;

    private readonly UnigramPieces pieces;
    private readonly PieceLink[] links;
    private readonly int reach;
    private readonly double[] best;
    // By position of a word, the length of the last piece of its best segmentation up to there.
    private byte[] lengths = [];

    private BestSegmentations(UnigramPieces pieces, PieceLink[] links)
    {
        this.pieces = pieces;
        this.links = links;
        reach = pieces.LongestLength;
        best = new double[Block + reach];
        Counts = new long[pieces.Count];
    }

    /// <summary>Occurrences found so far by this thread.</summary>
    private long[] Counts { get; }

    /// <summary>Occurrences by piece, each word as often as it occurs.</summary>
    public static long[] Count(UnigramPieces pieces, PieceLink[] links, ParallelOptions parallel)
    {
        var total = new long[pieces.Count];
        Parallel.For(0, pieces.Text.WordEnds.Length, parallel, () => new BestSegmentations(pieces, links), (word, _, counts) =>
        {
            counts.Add(word);
            return counts;
        }, counts =>
        {
            lock (total)
                for (var piece = 0; piece < total.Length; piece++) total[piece] += counts.Counts[piece];
        });
        return total;
    }

    private void Add(int word)
    {
        var begin = word == 0 ? 0 : pieces.Text.WordEnds[word - 1] + 1;
        var longest = pieces.Longest[begin..pieces.Text.WordEnds[word]];
        Forward(longest);
        for (var end = longest.Length; end > 0; end -= lengths[end])
        {
            var piece = longest[end - lengths[end]];
            while (links[piece].Length > lengths[end]) piece = links[piece].Prefix;
            Counts[piece] += pieces.Text.WordOccurrences[word];
        }
    }

    private void Forward(ReadOnlySpan<int> longest)
    {
        if (lengths.Length <= longest.Length) lengths = new byte[Math.Min(Array.MaxLength, longest.Length + reach)];
        best.AsSpan(0, Math.Min(Block, longest.Length) + reach).Fill(double.NegativeInfinity);
        best[0] = 0;
        for (var from = 0; from < longest.Length; from += Block)
        {
            if (from > 0)
            {
                best.AsSpan(Block).CopyTo(best);
                best.AsSpan(reach).Fill(double.NegativeInfinity);
            }
            Forward(longest[from..Math.Min(longest.Length, from + Block)], lengths.AsSpan(from));
        }
    }

    private void Forward(ReadOnlySpan<int> longest, Span<byte> lasts)
    {
        for (var i = 0; i < longest.Length; i++)
        {
            var sum = best[i];
            var piece = longest[i];
            for (var left = links[piece].Count; left > 0; left--)
            {
                var link = links[piece];
                if (sum + link.Weight > best[i + link.Length])
                {
                    best[i + link.Length] = sum + link.Weight;
                    lasts[i + link.Length] = (byte)link.Length;
                }
                piece = link.Prefix;
            }
        }
    }
}
