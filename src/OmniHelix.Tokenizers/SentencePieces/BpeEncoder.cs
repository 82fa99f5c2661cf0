namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>
/// Merges neighbours whose joint text is a piece, the greatest score first, of equal ones the leftmost. What the user defined is not
/// merged; pieces that are not to be used are taken apart again at the end.
/// </summary>
internal sealed class BpeEncoder(PieceTable pieces) : PieceEncoder
{
    private const int None = -1;

    public override void Encode(ReadOnlySpan<char> text, List<FoundPiece> found)
    {
        var work = new Work(text.Length);
        var last = None;
        for (var at = 0; at < text.Length;)
        {
            var (_, length) = pieces.UserDefined.Longest(text[at..]);
            work.IsWhole[at] = length > 0;
            work.Length[at] = length > 0 ? length : CharacterLength(text[at..]);
            work.Previous[at] = last;
            last = at;
            at += work.Length[at];
        }
        for (var at = 0; at < text.Length; at += work.Length[at]) Consider(text, work, work.Previous[at], at);
        while (work.Candidates.TryDequeue(out var candidate, out _))
        {
            var (left, right, length) = candidate;
            // One of the two has been merged since.
            if (work.Length[left] == 0 || work.Length[right] == 0 || work.Length[left] + work.Length[right] != length) continue;
            work.Length[left] = length;
            work.Length[right] = 0;
            var next = left + length;
            if (next < text.Length) work.Previous[next] = left;
            Consider(text, work, work.Previous[left], left);
            if (next < text.Length) Consider(text, work, left, next);
        }
        for (var at = 0; at < text.Length; at += work.Length[at]) AddUsed(text, at, at + work.Length[at], work, found);
    }

    private void Consider(ReadOnlySpan<char> text, Work work, int left, int right)
    {
        if (left == None || work.IsWhole[left] || work.IsWhole[right]) return;
        var length = work.Length[left] + work.Length[right];
        if (!pieces.TryGetInText(text.Slice(left, length), out var id)) return;
        work.Candidates.Enqueue(new Candidate(left, right, length), new Rank(pieces[id].Score, left));
        if (pieces[id].Type == SentencePieceType.Unused) work.LeftLength[id] = work.Length[left];
    }

    private void AddUsed(ReadOnlySpan<char> text, int start, int end, Work work, List<FoundPiece> found)
    {
        var id = pieces.IdInText(text[start..end]);
        if (work.LeftLength.TryGetValue(id, out var leftLength))
        {
            AddUsed(text, start, start + leftLength, work, found);
            AddUsed(text, start + leftLength, end, work, found);
        }
        else
        {
            found.Add(new FoundPiece(id, end));
        }
    }

    // The symbols of a text, each called by its first character.
    private sealed class Work(int characters)
    {
        public int[] Previous { get; } = new int[characters];

        // 0 when it is a part of another by now.
        public int[] Length { get; } = new int[characters];

        public bool[] IsWhole { get; } = new bool[characters];

        public PriorityQueue<Candidate, Rank> Candidates { get; } = new();

        // Of pieces that are not to be used, by id: the length of the left one of the two from which they are merged.
        public Dictionary<int, int> LeftLength { get; } = [];
    }

    private readonly record struct Candidate(int Left, int Right, int Length);

    private readonly record struct Rank(float Score, int Left) : IComparable<Rank>
    {
        public int CompareTo(Rank other)
        {
            var byScore = other.Score.CompareTo(Score);
            return byScore != 0 ? byScore : Left.CompareTo(other.Left);
        }
    }
}
