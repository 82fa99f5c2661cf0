using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>The letter that stands for blanks becomes a blank; in the first token nothing, when one was put before the text.</summary>
internal sealed class MetaspaceDecoder(string replacement, bool isPrepended) : TokenDecoder
{
    private const string Never = "never", Always = "always";
    private static readonly string[] Schemes = [Always, "first", Never];

    public static MetaspaceDecoder Read(MapNode decoder)
    {
        // Files of old say only whether a blank was added.
        var scheme = decoder.Text("prepend_scheme") ?? (decoder.Flag("add_prefix_space") == false ? Never : Always);
        if (!Schemes.Contains(scheme)) throw decoder.Wrong("prepend_scheme", $"one of {string.Join(", ", Schemes)}");
        return new(decoder.RequiredLetter("replacement"), scheme != Never);
    }

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens) =>
        [.. tokens.Select((token, i) => token.Replace(replacement, i == 0 && isPrepended ? "" : " ", StringComparison.Ordinal))];
}
