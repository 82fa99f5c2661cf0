using OmniHelix.Documents;
using OmniHelix.Tokenizers.Patterns;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>Replaces every match of a pattern in each token.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : TokenDecoder
{
    public static ReplaceDecoder Read(MapNode decoder) => new(TextPattern.Read(decoder), decoder.RequiredText("content"));

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens) =>
        [.. tokens.Select(token => pattern.Replace(token, content))];
}
