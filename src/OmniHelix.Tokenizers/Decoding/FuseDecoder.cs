using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>Joins everything to one piece, so that decoders behind it see the whole text.</summary>
internal sealed class FuseDecoder : TokenDecoder
{
    public static FuseDecoder Read(MapNode decoder) => new();

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens) => [string.Concat(tokens)];
}
