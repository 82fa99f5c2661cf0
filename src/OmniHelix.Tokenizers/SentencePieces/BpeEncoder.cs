namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>
/// Merges neighbours whose joint text is a piece, the greatest score first, of equal ones the leftmost. What the user defined is not
/// merged; pieces that are not to be used are taken apart again at the end.
/// </summary>
internal sealed class BpeEncoder : PieceEncoder
{
    private const int None = -1;

    private readonly PieceTable pieces;
    private readonly PiecePairs pairs;
    // By piece, the place of its score among all: 0 for the greatest.
    private readonly int[] ranks;

    public BpeEncoder(PieceTable pieces)
    {
        this.pieces = pieces;
        pairs = new PiecePairs(pieces);
        ranks = new int[pieces.Count];
        var rank = 0;
        foreach (var equal in Enumerable.Range(0, pieces.Count).GroupBy(id => pieces[id].Score).OrderByDescending(group => group.Key))
        {
            foreach (var id in equal) ranks[id] = rank;
            rank++;
        }
    }

    public override void Encode(ReadOnlySpan<char> text, List<FoundPiece> found)
    {
        var work = new Work(text.Length);
        Cut(text, work);
        for (var at = 0; at < text.Length; at += work.Lengths[at]) Consider(work, work.Before[at], at);
        while (work.Waiting.TryDequeue(out var product, out var order))
        {
            var left = (int)(order & uint.MaxValue);
            var right = left + work.Lengths[left];
            // What was queued may have changed since.
            if (work.Lengths[left] == 0 || right == text.Length || !TryMerge(work, left, right, out var now) || now != product) continue;
            work.Symbols[left] = product;
            work.Lengths[left] += work.Lengths[right];
            work.Lengths[right] = 0;
            var behind = left + work.Lengths[left];
            Consider(work, work.Before[left], left);
            if (behind == text.Length) continue;
            work.Before[behind] = left;
            Consider(work, left, behind);
        }
        for (var at = 0; at < text.Length; at += work.Lengths[at]) AddUsed(text, at, at + work.Lengths[at], work, found);
    }

    private void Cut(ReadOnlySpan<char> text, Work work)
    {
        var before = None;
        for (var at = 0; at < text.Length;)
        {
            var (_, length) = pieces.UserDefined.Longest(text[at..]);
            var isWhole = length > 0;
            if (!isWhole) length = CharacterLength(text[at..]);
            work.Symbols[at] = isWhole ? PiecePairs.None : pairs.Symbol(text.Slice(at, length));
            work.Lengths[at] = length;
            work.Before[at] = before;
            before = at;
            at += length;
        }
    }

    private void Consider(Work work, int left, int right)
    {
        if (left == None || !TryMerge(work, left, right, out var product)) return;
        // The lower rank first, and of equal ones what stands further left.
        work.Waiting.Enqueue(product, (long)ranks[product] << 32 | (uint)left);
        if (pieces[product].Type == SentencePieceType.Unused) work.LeftLengths[product] = work.Lengths[left];
    }

    private bool TryMerge(Work work, int left, int right, out int product) =>
        pairs.TryGet(work.Symbols[left], work.Symbols[right], out product);

    private void AddUsed(ReadOnlySpan<char> text, int start, int end, Work work, List<FoundPiece> found)
    {
        var id = pieces.IdInText(text[start..end]);
        if (work.LeftLengths.TryGetValue(id, out var left))
        {
            AddUsed(text, start, start + left, work, found);
            AddUsed(text, start + left, end, work, found);
        }
        else
        {
            found.Add(new FoundPiece(id, end));
        }
    }

    // The symbols of a text, each called by its first character.
    private sealed class Work(int characters)
    {
        public int[] Symbols { get; } = new int[characters];

        // In characters; 0 when it has become a part of another.
        public int[] Lengths { get; } = new int[characters];

        public int[] Before { get; } = new int[characters];

        // What pairs become, in the order in which they are merged.
        public PriorityQueue<int, long> Waiting { get; } = new();

        // Of pieces that are not to be used: the length of the left one of the two from which they are merged.
        public Dictionary<int, int> LeftLengths { get; } = [];
    }
}
