using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>Reads the decoder of a <c>tokenizer.json</c>.</summary>
internal static class TokenDecoders
{
    private static readonly Dictionary<string, Func<MapNode, TokenDecoder>> ByType = new()
    {
        ["BPEDecoder"] = BpeDecoder.Read,
        ["ByteFallback"] = ByteFallbackDecoder.Read,
        ["ByteLevel"] = ByteLevelDecoder.Read,
        ["CTC"] = CtcDecoder.Read,
        ["Fuse"] = FuseDecoder.Read,
        ["Metaspace"] = MetaspaceDecoder.Read,
        ["Replace"] = ReplaceDecoder.Read,
        ["Sequence"] = DecoderSequence.Read,
        ["Strip"] = StripDecoder.Read,
        ["WordPiece"] = WordPieceDecoder.Read,
    };

    // Files of old name the decoder as the model.
    private static readonly Dictionary<string, string> OldNames = new() { ["BPE"] = "BPEDecoder", ["WordLevel"] = "WordPiece" };

    /// <summary>Reads a decoder.</summary>
    /// <exception cref="OmniException">There is no decoder of its type, or a field is missing or wrong.</exception>
    public static TokenDecoder Read(MapNode decoder) =>
        decoder.Text("type") is { } type && ByType.TryGetValue(OldNames.GetValueOrDefault(type, type), out var read)
            ? read(decoder)
            : throw decoder.Wrong("type", $"one of {string.Join(", ", ByType.Keys)}");

    /// <summary>A text that must be there.</summary>
    public static string RequiredText(this MapNode decoder, string key) => decoder.Text(key) ?? throw decoder.Wrong(key, "a text");

    /// <summary>A text of one letter.</summary>
    public static string RequiredLetter(this MapNode decoder, string key) =>
        decoder.Text(key) is { } text && text.EnumerateRunes().Count() == 1 ? text : throw decoder.Wrong(key, "one letter");
}
