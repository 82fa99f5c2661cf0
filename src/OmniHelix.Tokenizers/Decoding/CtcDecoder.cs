using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>
/// Connectionist temporal classification: tokens that repeat the one before fall away, then padding; with clean-up the delimiter of words
/// becomes a blank.
/// </summary>
internal sealed class CtcDecoder(string padToken, string wordDelimiter, bool cleanup) : TokenDecoder
{
    public static CtcDecoder Read(MapNode decoder) => new(
        decoder.RequiredText("pad_token"),
        decoder.RequiredText("word_delimiter_token"),
        decoder.Flag("cleanup") ?? throw decoder.Wrong("cleanup", "true or false"));

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens) =>
        [.. tokens.Where((token, i) => i == 0 || token != tokens[i - 1]).Select(Decode).Where(piece => piece.Length > 0)];

    private string Decode(string token)
    {
        var piece = padToken.Length == 0 ? token : token.Replace(padToken, "", StringComparison.Ordinal);
        if (!cleanup) return piece;
        piece = EnglishSpacing.Tighten(piece);
        return wordDelimiter.Length == 0 ? piece : piece.Replace(wordDelimiter, " ", StringComparison.Ordinal);
    }
}
