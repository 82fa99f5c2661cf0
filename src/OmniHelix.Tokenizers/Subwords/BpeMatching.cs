using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>
/// Finds the tokens of byte pair encoding without merging. A row of tokens is what merging gives exactly when merging each two neighbours
/// alone gives these two: no merge crosses the border between them, whatever stands around. So tokens are taken from the left, the longest
/// first, and where a token does not stand beside the one before it, a shorter one is tried; a place from which no row leads to the end is
/// remembered, so that the time grows with the length of the text.
/// <para>
/// It needs a vocabulary in which a token is merged from parts that were learned before it, as training gives it, and text of known
/// characters; anything else is merged.
/// </para>
/// </summary>
internal sealed class BpeMatching
{
    private const int None = -1;
    private const int Bits = 64;

    // Above this the table of borders would not stay in the processor's cache.
    private const int MostTokensOfTable = 8192;

    private readonly TokenTrie trie;
    private readonly MergeTable merges;
    private readonly Split[] splits;
    private readonly int[] lengths;
    private readonly int[] shorter;
    private readonly byte[]? borders;

    private BpeMatching(SubwordVocabulary vocabulary, MergeTable merges, Split[] splits)
    {
        this.merges = merges;
        this.splits = splits;
        var tokens = vocabulary.Entries.Where(entry => splits[entry.Id].IsMade).ToArray();
        trie = new TokenTrie(tokens);
        lengths = new int[vocabulary.Size];
        shorter = new int[vocabulary.Size];
        shorter.AsSpan().Fill(None);
        foreach (var (token, id) in tokens)
        {
            lengths[id] = token.Length;
            shorter[id] = trie.Longest(token.AsSpan(0, token.Length - 1)).Id;
        }
        if (vocabulary.Size <= MostTokensOfTable) borders = new byte[(vocabulary.Size * vocabulary.Size + 3) / 4];
    }

    /// <summary>Makes it; null when the vocabulary does not allow it.</summary>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="merges">Pairs that merge.</param>
    /// <param name="encode">Merges the characters of a text, and says which merge was the last.</param>
    public static BpeMatching? TryMake(SubwordVocabulary vocabulary, MergeTable merges, Func<string, TokenBuffer, LastMerge?> encode)
    {
        var splits = new Split[vocabulary.Size];
        var tokens = new TokenBuffer();
        foreach (var (token, id) in vocabulary.Entries)
        {
            if (token.Length == 0) continue;
            tokens.Clear();
            var last = encode(token, tokens);
            // A token that merging never gives, such as <unk>, is never matched.
            if (tokens.Count != 1 || tokens.Ids[0] != id) continue;
            // Two tokens with one id are not told apart by it.
            if (vocabulary.TokenOf(id) != token) return null;
            splits[id] = last is { } made ? new Split(made.Left, made.Right, made.Rank, IsMade: true) : Split.Character;
        }
        var isLearnedInOrder = splits.Where(split => split is { IsMade: true, Rank: >= 0 })
            .All(split => splits[split.Left].IsMadeBefore(split.Rank) && splits[split.Right].IsMadeBefore(split.Rank));
        return isLearnedInOrder ? new BpeMatching(vocabulary, merges, splits) : null;
    }

    /// <summary>Cuts a piece; says no, and adds nothing, when it has characters that are no tokens.</summary>
    public bool TryEncode(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        var first = tokens.Count;
        ulong[]? dead = null;
        var at = 0;
        var id = trie.Longest(piece).Id;
        while (true)
        {
            while (id != None)
            {
                var end = at + lengths[id];
                var isOpen = dead is null || (dead[end / Bits] >> end & 1) == 0;
                if (isOpen && (tokens.Count == first || MayStandBeside(tokens.Ids[^1], id))) break;
                id = shorter[id];
            }
            if (id != None)
            {
                tokens.Add(id, new TokenSpan(at, at + lengths[id]));
                at += lengths[id];
                if (at == piece.Length) return true;
                id = trie.Longest(piece[at..]).Id;
                if (id != None) continue;
                tokens.Remove(first, tokens.Count);
                return false;
            }
            if (tokens.Count == first) return false;
            dead ??= new ulong[piece.Length / Bits + 1];
            dead[at / Bits] |= 1UL << at;
            id = tokens.Ids[^1];
            at -= lengths[id];
            tokens.Remove(tokens.Count - 1, tokens.Count);
            id = shorter[id];
        }
    }

    private bool MayStandBeside(int left, int right)
    {
        if (borders is null) return IsBorder(left, right);
        var cell = left * lengths.Length + right;
        var shift = cell % 4 * 2;
        var known = borders[cell / 4] >> shift & 3;
        if (known == 0)
        {
            known = IsBorder(left, right) ? 1 : 2;
            // Threads may overwrite each other's answers: what is lost is computed again.
            borders[cell / 4] |= (byte)(known << shift);
        }
        return known == 1;
    }

    // Takes the merges of both tokens back, the latest first, and asks whether at any time a merge over the border would have gone first.
    private bool IsBorder(int left, int right)
    {
        var limit = int.MaxValue;
        while (true)
        {
            if (merges.TryGet(left, right, out var merge) && merge.Rank < limit) return false;
            var leftRank = splits[left].Rank;
            var rightRank = splits[right].Rank;
            if (leftRank < 0 && rightRank < 0) return true;
            if (leftRank > rightRank)
            {
                // Of equal ranks the one further left goes first, here the one inside the left token.
                limit = leftRank;
                left = splits[left].Right;
            }
            else
            {
                limit = rightRank + 1;
                right = splits[right].Left;
            }
        }
    }

    /// <summary>The merge that a token comes of, and its rank; −1 for a character.</summary>
    /// <param name="Left">Its first part.</param>
    /// <param name="Right">Its second part.</param>
    /// <param name="Rank">When the merge was learned.</param>
    /// <param name="IsMade">Whether merging the characters of the token gives it.</param>
    private readonly record struct Split(int Left, int Right, int Rank, bool IsMade)
    {
        public static Split Character { get; } = new(None, None, None, IsMade: true);

        public bool IsMadeBefore(int rank) => IsMade && Rank < rank;
    }
}
