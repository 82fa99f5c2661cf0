using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>Tokens with the prefix continue the word before; between others stand blanks, which clean-up takes away again.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanup) : TokenDecoder
{
    public static WordPieceDecoder Read(MapNode decoder) => new(
        decoder.RequiredText("prefix"), decoder.Flag("cleanup") ?? throw decoder.Wrong("cleanup", "true or false"));

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens) =>
        [.. tokens.Select((token, i) => Cleaned(i == 0 ? token : Continued(token)))];

    private string Cleaned(string piece) => cleanup ? EnglishSpacing.Tighten(piece) : piece;

    private string Continued(string token) => token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : $" {token}";
}
