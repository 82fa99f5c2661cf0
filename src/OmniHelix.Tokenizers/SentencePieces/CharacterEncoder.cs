namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>Characters are pieces, and what the user defined.</summary>
internal sealed class CharacterEncoder(PieceTable pieces) : PieceEncoder
{
    public override void Encode(ReadOnlySpan<char> text, List<FoundPiece> found)
    {
        for (var at = 0; at < text.Length;)
        {
            var (_, length) = pieces.UserDefined.Longest(text[at..]);
            if (length == 0) length = CharacterLength(text[at..]);
            found.Add(new FoundPiece(pieces.IdInText(text.Slice(at, length)), at + length));
            at += length;
        }
    }
}
