using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>The suffix that ends words becomes a blank, and nothing at the end of the text.</summary>
internal sealed class BpeDecoder(string suffix) : TokenDecoder
{
    public static BpeDecoder Read(MapNode decoder) => new(decoder.RequiredText("suffix"));

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens) =>
        [.. tokens.Select((token, i) => suffix.Length == 0 ? token : token.Replace(suffix, i < tokens.Count - 1 ? " " : ""))];
}
