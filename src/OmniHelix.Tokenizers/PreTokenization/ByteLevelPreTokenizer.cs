using OmniHelix.Tokenizers.Patterns;

namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>GPT-2's way: words with the blank before them, written as the letters of their UTF-8 bytes.</summary>
/// <param name="addPrefixSpace">A text that does not begin with a blank gets one in front.</param>
/// <param name="splitWords">Whether each word is a piece.</param>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool splitWords) : PreTokenizer
{
    private static readonly TextPattern Words = TextPattern.OfRegex(
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");

    public override void Split(PreTokenizedText text)
    {
        if (addPrefixSpace && text.Pieces.Exists(piece => piece.Token is null && text.Text.Characters[piece.Start] != ' '))
        {
            text.Rewrite((written, piece) =>
            {
                if (written.Former[piece.Start] != ' ') written.Insert(" ", written.FormerOrigin(piece.Start));
                written.Keep(piece.Start, piece.End);
            });
        }
        if (splitWords) text.Split(Words, SplitBehavior.Isolated);
        text.Rewrite((written, piece) => written.KeepAsBytes(piece.Start, piece.End));
    }
}
