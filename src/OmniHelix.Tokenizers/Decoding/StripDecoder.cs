using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>Takes a letter off the ends of each token.</summary>
/// <param name="content">The letter.</param>
/// <param name="start">How often at most at the start.</param>
/// <param name="stop">How often at most at the end.</param>
internal sealed class StripDecoder(string content, int start, int stop) : TokenDecoder
{
    public static StripDecoder Read(MapNode decoder) => new(
        decoder.RequiredLetter("content"),
        decoder.Integer("start", 0) ?? throw decoder.Wrong("start", "a whole number"),
        decoder.Integer("stop", 0) ?? throw decoder.Wrong("stop", "a whole number"));

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens) => [.. tokens.Select(Strip)];

    private string Strip(string token)
    {
        var piece = token.AsSpan();
        for (var i = 0; i < start && piece.StartsWith(content); i++) piece = piece[content.Length..];
        for (var i = 0; i < stop && piece.EndsWith(content); i++) piece = piece[..^content.Length];
        return piece.ToString();
    }
}
