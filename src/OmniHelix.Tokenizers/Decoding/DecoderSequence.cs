using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>Several decoders, each on what the one before leaves.</summary>
internal sealed class DecoderSequence(IReadOnlyList<TokenDecoder> decoders) : TokenDecoder
{
    public static DecoderSequence Read(MapNode decoder) => decoder.Has("decoders")
        ? new([.. decoder.Maps("decoders").Select(TokenDecoders.Read)])
        : throw decoder.Wrong("decoders", "a list of decoders");

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens) =>
        decoders.Aggregate(tokens, (pieces, decoder) => decoder.DecodeChain(pieces));
}
