using OmniHelix.Tokenizers.Normalization;
using OmniHelix.Tokenizers.Patterns;

namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>A normalised text and the pieces that it is cut into; pieces that are added tokens already stay as they are.</summary>
internal sealed class PreTokenizedText
{
    private readonly List<Cut> cuts = [];
    private List<Piece> pieces = [];
    private List<Piece> former = [];

    /// <summary>The characters.</summary>
    public AlignedText Text { get; } = new();

    /// <summary>The pieces, in the order of the text.</summary>
    public List<Piece> Pieces => pieces;

    /// <summary>Cuts each piece at the matches of a pattern.</summary>
    public void Split(TextPattern pattern, SplitBehavior behavior, bool invert = false) => Split(
        (piece, found) =>
        {
            var from = 0;
            foreach (var (start, end) in pattern.Matches(piece))
            {
                if (start > from) found.Add(new Cut(from, start, invert));
                found.Add(new Cut(start, end, !invert));
                from = end;
            }
            if (from < piece.Length) found.Add(new Cut(from, piece.Length, invert));
        },
        behavior);

    /// <summary>Cuts each piece at characters.</summary>
    public void Split(Predicate<System.Text.Rune> isMatch, SplitBehavior behavior) => Split(
        (piece, found) =>
        {
            var from = 0;
            for (var at = 0; at < piece.Length;)
            {
                System.Text.Rune.DecodeFromUtf16(piece[at..], out var rune, out var units);
                if (isMatch(rune))
                {
                    if (at > from) found.Add(new Cut(from, at, false));
                    found.Add(new Cut(at, at + units, true));
                    from = at + units;
                }
                at += units;
            }
            if (from < piece.Length) found.Add(new Cut(from, piece.Length, false));
        },
        behavior);

    /// <summary>Cuts each piece where <paramref name="find"/> says it.</summary>
    public void Split(CutFinder find, SplitBehavior behavior)
    {
        (pieces, former) = (former, pieces);
        pieces.Clear();
        foreach (var piece in former)
        {
            if (piece.Token is not null)
            {
                pieces.Add(piece);
                continue;
            }
            cuts.Clear();
            find(Text.Characters[piece.Start..piece.End], cuts);
            Join(behavior);
            foreach (var cut in cuts)
                if (cut.End > cut.Start) pieces.Add(new Piece(piece.Start + cut.Start, piece.Start + cut.End, null));
        }
    }

    /// <summary>Writes each piece anew.</summary>
    /// <param name="write">Gets a piece by its place in the former text.</param>
    public void Rewrite(Action<AlignedText, Piece> write)
    {
        (pieces, former) = (former, pieces);
        pieces.Clear();
        Text.BeginRewriting();
        foreach (var piece in former)
        {
            var start = Text.Length;
            if (piece.Token is null) write(Text, piece);
            else Text.Keep(piece.Start, piece.End);
            pieces.Add(new Piece(start, Text.Length, piece.Token));
        }
    }

    // What becomes of matches and of the text between them, in place.
    private void Join(SplitBehavior behavior)
    {
        switch (behavior)
        {
            case SplitBehavior.Removed:
                cuts.RemoveAll(cut => cut.IsMatch);
                break;
            case SplitBehavior.Contiguous:
                Merge((before, cut) => before.IsMatch == cut.IsMatch);
                break;
            case SplitBehavior.MergedWithPrevious:
                Merge((before, cut) => cut.IsMatch && !before.IsMatch);
                break;
            case SplitBehavior.MergedWithNext:
                cuts.Reverse();
                Merge((behind, cut) => cut.IsMatch && !behind.IsMatch);
                cuts.Reverse();
                break;
        }
    }

    // Whether a cut joins the one before it depends on that one as it was found, not on what it was joined to.
    private void Merge(Func<Cut, Cut, bool> joins)
    {
        var kept = 0;
        var before = default(Cut);
        for (var at = 0; at < cuts.Count; at++)
        {
            var cut = cuts[at];
            if (at > 0 && joins(before, cut))
            {
                var joined = cuts[kept - 1];
                cuts[kept - 1] = new Cut(Math.Min(joined.Start, cut.Start), Math.Max(joined.End, cut.End), joined.IsMatch);
            }
            else cuts[kept++] = cut;
            before = cut;
        }
        cuts.RemoveRange(kept, cuts.Count - kept);
    }
}

/// <summary>A piece of a text.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">After the last character.</param>
/// <param name="Token">Its id when it is an added token; null for text.</param>
internal readonly record struct Piece(int Start, int End, int? Token);

/// <summary>A part of a piece: a match, or what lies between two.</summary>
internal readonly record struct Cut(int Start, int End, bool IsMatch);

/// <summary>Finds where a piece is to be cut; the cuts cover it.</summary>
internal delegate void CutFinder(ReadOnlySpan<char> piece, List<Cut> cuts);

/// <summary>What becomes of the matches at which a text is cut.</summary>
internal enum SplitBehavior
{
    /// <summary>They vanish.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Each ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece behind it.</summary>
    MergedWithNext,

    /// <summary>Those that touch are one piece.</summary>
    Contiguous,
}
