using OmniHelix.Documents;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>
/// The unigram language model (Kudo 2018): of all ways to cut a piece the most probable, found in one pass from left to right; between
/// equal ones the one whose last token begins first. What no token covers becomes the unknown token, neighbours together.
/// </summary>
internal sealed class Unigram : SubwordModel
{
    private const double UnknownPenalty = 10;
    private const int SmallestRoom = 1024;
    private const int LongestCharacter = 2;

    // A longer piece is cut block by block: 16 bytes a character are needed for one.
    private const int Block = 1 << 20;

    [ThreadStatic]
    private static double[]? bestScores;

    [ThreadStatic]
    private static long[]? bestTokens;

    private readonly TokenTrie trie;
    private readonly double[] scores;
    private readonly double unknownScore;
    private readonly int longest;
    private readonly int? unknown;
    private readonly ByteTokens? bytes;

    /// <param name="pieces">Tokens in the order of their ids, with the logarithms of their probabilities.</param>
    /// <param name="unknown">Id for what no token covers.</param>
    /// <param name="byteFallback">Write what no token covers as tokens of bytes, when there are all 256.</param>
    public Unigram(IReadOnlyList<(string Token, double Score)> pieces, int? unknown, bool byteFallback)
        : base(new SubwordVocabulary([.. pieces.Select((piece, id) => (piece.Token, id))]))
    {
        this.unknown = unknown;
        scores = [.. pieces.Select(piece => piece.Score)];
        unknownScore = scores.DefaultIfEmpty(0).Min() - UnknownPenalty;
        longest = pieces.Select(piece => piece.Token.Length).Append(LongestCharacter).Max();
        trie = new TokenTrie(Vocabulary.Entries);
        bytes = byteFallback ? ByteTokens.Find(Vocabulary) : null;
    }

    public override int? Unknown => unknown;

    /// <summary>The logarithm of the probability of each token, by id.</summary>
    public IReadOnlyList<double> Scores => scores;

    public static Unigram ReadModel(MapNode node)
    {
        if (node.Find("vocab") is not ListNode list) throw node.Wrong("vocab", "a list of tokens with their scores");
        var pieces = new List<(string, double)>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (item is not ListNode { Items: [ScalarNode { IsText: true } token, ScalarNode { Number: { } score }] })
                throw node.Kind.Error(
                    node.Kind.Codes.Wrong,
                    FormattableString.Invariant(
                        $"\"{node.FullName("vocab")}[{pieces.Count}]\" is {item.Found}; expected a token and its score"),
                    item.Place.ToString());
            pieces.Add((token.Text, score));
        }
        var unknown = node.Integer("unk_id", least: 0);
        if (unknown >= pieces.Count) throw node.Wrong("unk_id", FormattableString.Invariant($"an id below {pieces.Count}"));
        return new Unigram(pieces, unknown, node.Flag("byte_fallback") ?? false);
    }

    public override void Encode(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        var first = tokens.Count;
        var score = 0.0;
        for (int start = 0, block = Block; start < piece.Length;)
        {
            var length = Math.Min(block, piece.Length - start);
            if (start + length < piece.Length && char.IsHighSurrogate(piece[start + length - 1])) length--;
            var cut = EncodeBlock(piece[start..], length, start, ref score, tokens);
            block = cut == 0 ? 2 * length : Block;
            start += cut;
        }
        // A token that is written as the unknown one counts as such.
        if (unknown is { } id && tokens.Ids[first..].Contains(id)) JoinUnknown(piece, tokens, first, id);
    }

    // What is not the best way to cut its own letters is not the best within a longer text either.
    public override bool CanProduce(int id) => bytes?.Has(id) == true || GivesItself(id);

    // Adds the tokens that the first characters of a text have whatever follows them; how many characters that are is returned.
    private int EncodeBlock(ReadOnlySpan<char> text, int length, int offset, ref double score, TokenBuffer tokens)
    {
        var best = Room(ref bestScores, length + 1);
        var token = Room(ref bestTokens, length + 1);
        FindBest(text[..length], score, best, token);
        var cut = length == text.Length ? length : CommonEnd(best, token, length);
        score = best[cut];
        var first = tokens.Count;
        for (var end = cut; end > 0;)
        {
            var start = (int)(token[end] >> 32);
            tokens.Add((int)token[end], new TokenSpan(offset + start, offset + end));
            end = start;
        }
        tokens.Ids[first..].Reverse();
        tokens.Spans[first..].Reverse();
        return cut;
    }

    // Every way on goes through one of the last positions, and their best ways have come together somewhere before.
    private int CommonEnd(double[] best, long[] token, int length)
    {
        var open = new SortedSet<int>();
        for (var end = Math.Max(0, length - longest + 1); end <= length; end++)
            if (best[end] > double.NegativeInfinity) open.Add(end);
        while (open.Count > 1)
        {
            var last = open.Max;
            open.Remove(last);
            open.Add((int)(token[last] >> 32));
        }
        return open.Min;
    }

    private void FindBest(ReadOnlySpan<char> piece, double before, double[] best, long[] token)
    {
        best.AsSpan(0, piece.Length + 1).Fill(double.NegativeInfinity);
        best[0] = before;
        for (var start = 0; start < piece.Length;)
        {
            var character = start + 1 < piece.Length && char.IsSurrogatePair(piece[start], piece[start + 1]) ? 2 : 1;
            var score = best[start];
            var covered = 0;
            var node = TokenTrie.Root;
            for (var end = start + 1; end <= piece.Length; end++)
            {
                node = trie.Step(node, piece[end - 1]);
                if (node < 0) break;
                var id = trie.IdAt(node);
                if (id < 0) continue;
                if (covered == 0) covered = end - start;
                var whole = score + scores[id];
                // Of equal ones the first stays. Which is better cannot be foreseen: choosing costs less than branching.
                var former = best[end];
                var isBetter = whole > former;
                best[end] = isBetter ? whole : former;
                token[end] = isBetter ? Pack(start, id) : token[end];
            }
            // The shortest token that begins here is one character, or none is.
            if (covered != character && score + unknownScore > best[start + character])
            {
                best[start + character] = score + unknownScore;
                token[start + character] = Pack(start, unknown ?? throw NoUnknown(piece.Slice(start, character)));
            }
            start += character;
        }
    }

    private static long Pack(int start, int id) => (long)start << 32 | (uint)id;

    private void JoinUnknown(ReadOnlySpan<char> piece, TokenBuffer tokens, int first, int lacking)
    {
        var joined = new TokenBuffer();
        for (var at = first; at < tokens.Count;)
        {
            var (id, start) = (tokens.Ids[at], tokens.Spans[at].Start);
            var end = tokens.Spans[at++].End;
            if (id == lacking)
            {
                while (at < tokens.Count && tokens.Ids[at] == lacking) end = tokens.Spans[at++].End;
                var isToken = Vocabulary.Find(piece[start..end]) >= 0;
                if (!isToken && bytes?.Add(piece[start..end], new TokenSpan(start, end), joined) == true) continue;
            }
            joined.Add(id, new TokenSpan(start, end));
        }
        tokens.Remove(first, tokens.Count);
        joined.Ids.CopyTo(tokens.Reserve(joined.Count, out var spans));
        joined.Spans.CopyTo(spans);
    }

    // A thread keeps room for the next piece, but not more than a block needs.
    private static T[] Room<T>(ref T[]? room, int length)
    {
        if (room is { } enough && enough.Length >= length) return enough;
        var made = new T[Math.Max(length, SmallestRoom)];
        if (length <= Block + 1) room = made;
        return made;
    }
}
