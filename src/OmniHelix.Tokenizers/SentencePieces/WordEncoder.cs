namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>Words are pieces; a sign for a blank begins each but the first.</summary>
internal sealed class WordEncoder(PieceTable pieces) : PieceEncoder
{
    public override void Encode(ReadOnlySpan<char> text, List<FoundPiece> found)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = 1 + text[(at + 1)..].IndexOf(TextNormalizer.BlankSign);
            var end = length > 0 ? at + length : text.Length;
            found.Add(new FoundPiece(pieces.IdInText(text[at..end]), end));
            at = end;
        }
    }
}
