namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>Cuts into pieces of a number of characters; the last may be shorter.</summary>
internal sealed class FixedLengthSplitter(int length) : PreTokenizer
{
    /// <summary>Where a file does not say it.</summary>
    public const int UsualLength = 5;

    public override void Split(PreTokenizedText text) => text.Split(
        (piece, cuts) =>
        {
            var start = 0;
            var characters = 0;
            for (var at = 0; at < piece.Length; at++)
            {
                if (at > start && char.IsSurrogatePair(piece[at - 1], piece[at])) continue;
                if (characters++ < length) continue;
                cuts.Add(new Cut(start, at, true));
                start = at;
                characters = 1;
            }
            cuts.Add(new Cut(start, piece.Length, true));
        },
        SplitBehavior.Isolated);
}
