using System.Numerics;
using System.Runtime.Intrinsics;
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
    private const int Lacking = TokenAutomaton.None;
    private const int SmallestRoom = 1024, LargestRoomKept = 1 << 20, SumsOnStack = 256;

    [ThreadStatic]
    private static int[]? room;

    private readonly TokenAutomaton automaton;
    private readonly double[] scores;
    private readonly Ending[] endings;
    private readonly double unknownScore;
    private readonly int window;
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
        automaton = new TokenAutomaton(Vocabulary.Entries);
        endings = new Ending[pieces.Count];
        foreach (var (token, id) in Vocabulary.Entries)
            if (token.Length > 0) endings[id] = new Ending(scores[id], token.Length, automaton.Shorter(id));
        // A sum is looked at until the longest token that begins there has ended.
        window = (int)BitOperations.RoundUpToPowerOf2((uint)endings.Select(ending => ending.Length).Append(2).Max() + 1);
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
        var last = Room(piece.Length + 1);
        FindBest(piece, last);
        var count = 0;
        for (var end = piece.Length; end > 0; end = StartOf(last[end], piece[..end])) count++;
        var first = tokens.Count;
        var ids = tokens.Reserve(count, out var spans);
        for (var end = piece.Length; end > 0;)
        {
            var start = StartOf(last[end], piece[..end]);
            ids[--count] = last[end] == Lacking ? unknown!.Value : last[end];
            spans[count] = new TokenSpan(start, end);
            end = start;
        }
        // A token that is written as the unknown one counts as such.
        if (unknown is { } id && tokens.Ids[first..].Contains(id)) JoinUnknown(piece, tokens, first, id);
    }

    // What is not the best way to cut its own letters is not the best within a longer text either.
    public override bool CanProduce(int id) => bytes?.Has(id) == true || GivesItself(id);

    // The last token of the best way to each place.
    private void FindBest(ReadOnlySpan<char> piece, Span<int> last)
    {
        var sums = window <= SumsOnStack ? stackalloc double[window] : new double[window];
        sums[0] = 0;
        automaton.Find(piece, last[1..]);
        for (var end = 1; end <= piece.Length; end++)
        {
            var best = Best(end, ref last[end], sums, out var shortest);
            // The shortest token that ends here is one character, or none is.
            if (shortest != 1 || last[end] == Lacking || char.IsSurrogate(piece[end - 1]))
                best = Lack(piece, end, shortest, ref last[end], best, sums);
            sums[end & window - 1] = best;
        }
    }

    // The best way to a place whose last token is in the vocabulary, of all that end there.
    private double Best(int end, ref int token, Span<double> sums, out int shortest)
    {
        var best = Vector128.CreateScalar(double.NegativeInfinity);
        var chosen = Vector128.CreateScalar((long)Lacking);
        var length = 0;
        for (var id = token; id != TokenAutomaton.None;)
        {
            ref readonly var ending = ref endings[id];
            length = ending.Length;
            var sum = Vector128.CreateScalarUnsafe(sums[end - length & sums.Length - 1] + ending.Score);
            // Of equal ones the first stays. Which is better cannot be foreseen: choosing costs less than branching.
            var isBetter = Vector128.GreaterThan(sum, best);
            best = Vector128.ConditionalSelect(isBetter, sum, best);
            chosen = Vector128.ConditionalSelect(isBetter.AsInt64(), Vector128.CreateScalarUnsafe((long)id), chosen);
            id = ending.Shorter;
        }
        token = (int)chosen.ToScalar();
        shortest = length;
        return best.ToScalar();
    }

    // The best way to a place behind a character that is perhaps no token.
    private double Lack(ReadOnlySpan<char> piece, int end, int shortest, ref int token, double best, Span<double> sums)
    {
        var character = UnitsBehind(piece, end);
        if (character == 0 || character == shortest && token != Lacking) return best;
        var sum = sums[end - character & sums.Length - 1] + unknownScore;
        if (token != Lacking && sum <= best) return best;
        if (unknown is null) throw NoUnknown(piece[(end - character)..end]);
        token = Lacking;
        return sum;
    }

    // Units of the character that ends at a place; 0 within one.
    private static int UnitsBehind(ReadOnlySpan<char> text, int end)
    {
        if (end < text.Length && char.IsSurrogatePair(text[end - 1], text[end])) return 0;
        return end > 1 && char.IsSurrogatePair(text[end - 2], text[end - 1]) ? 2 : 1;
    }

    private int StartOf(int token, ReadOnlySpan<char> text) =>
        text.Length - (token == Lacking ? UnitsBehind(text, text.Length) : endings[token].Length);

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

    // A thread keeps room for the next piece, but not that of a chromosome.
    private static int[] Room(int length)
    {
        if (room is { } enough && enough.Length >= length) return enough;
        var made = new int[Math.Max(length, SmallestRoom)];
        if (length <= LargestRoomKept) room = made;
        return made;
    }

    /// <summary>A token, where it ends.</summary>
    /// <param name="Score">The logarithm of its probability.</param>
    /// <param name="Length">Its characters.</param>
    /// <param name="Shorter">Id of the next shorter token that ends wherever this one does; −1 for none.</param>
    private readonly record struct Ending(double Score, int Length, int Shorter);
}
