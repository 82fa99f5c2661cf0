using System.Buffers;
using System.Text;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>
/// The pieces with the greatest sum of scores (Kudo 2018), by the algorithm of Viterbi in the single precision of SentencePiece. What the
/// user defined costs less than any other piece.
/// </summary>
internal sealed class UnigramEncoder : PieceEncoder
{
    private const float UnknownPenalty = 10;
    private const int Unreached = -1;

    private readonly TokenTrie trie;
    private readonly int unknown;
    private readonly float unknownScore;
    // By id. Unused pieces are never found.
    private readonly float[] scores;
    private readonly int[] lengths;
    private readonly bool[] unused;
    // Scores are kept for as many places as the longest piece is long.
    private readonly int window;

    public UnigramEncoder(PieceTable pieces)
    {
        trie = new TokenTrie(pieces.InText());
        unknown = pieces.Unknown;
        scores = new float[pieces.Count];
        lengths = new int[pieces.Count];
        unused = new bool[pieces.Count];
        // As in the reference implementation: scores are below zero, and the greatest is taken for zero then.
        float least = float.MaxValue, greatest = 1.17549435e-38f;
        for (var id = 0; id < pieces.Count; id++)
        {
            var (text, score, type) = pieces[id];
            scores[id] = score;
            lengths[id] = text.Length;
            unused[id] = type == SentencePieceType.Unused;
            if (type != SentencePieceType.Normal) continue;
            least = Math.Min(least, score);
            greatest = Math.Max(greatest, score);
        }
        for (var id = 0; id < pieces.Count; id++)
            if (pieces[id].Type == SentencePieceType.UserDefined)
                scores[id] = Encoding.UTF8.GetByteCount(pieces[id].Text) * greatest - 0.1f;
        unknownScore = least - UnknownPenalty;
        window = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, lengths.Max()) + 1);
    }

    public override void Encode(ReadOnlySpan<char> text, List<FoundPiece> found)
    {
        var rented = ArrayPool<int>.Shared.Rent(text.Length + 1);
        var best = rented.AsSpan(0, text.Length + 1);
        best.Fill(Unreached);
        Search(text, best);
        var first = found.Count;
        for (var end = text.Length; end > 0;)
        {
            found.Add(new FoundPiece(best[end], end));
            end -= best[end] == unknown ? LastCharacterLength(text[..end]) : lengths[best[end]];
        }
        found.Reverse(first, found.Count - first);
        ArrayPool<int>.Shared.Return(rented);
    }

    // The last piece of the best way to each place.
    private void Search(ReadOnlySpan<char> text, Span<int> best)
    {
        var sums = new float[window];
        for (var start = 0; start < text.Length;)
        {
            var here = sums[start & (window - 1)];
            var characterLength = CharacterLength(text[start..]);
            var hasCharacter = false;
            var node = TokenTrie.Root;
            for (var end = start; end < text.Length && (node = trie.Step(node, text[end])) >= 0;)
            {
                end++;
                if (trie.IdAt(node) is not (>= 0 and var id) || unused[id]) continue;
                hasCharacter |= end - start == characterLength;
                Offer(best, sums, end, id, here + scores[id]);
            }
            if (!hasCharacter) Offer(best, sums, start + characterLength, unknown, here + unknownScore);
            start += characterLength;
        }
    }

    private void Offer(Span<int> best, float[] sums, int end, int id, float sum)
    {
        ref var before = ref sums[end & (window - 1)];
        if (best[end] != Unreached && !(sum > before)) return;
        best[end] = id;
        before = sum;
    }

    private static int LastCharacterLength(ReadOnlySpan<char> text) => text.Length > 1 && char.IsSurrogatePair(text[^2], text[^1]) ? 2 : 1;
}
