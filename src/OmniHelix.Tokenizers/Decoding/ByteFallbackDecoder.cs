using System.Globalization;
using System.Text;
using System.Text.Unicode;
using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>
/// Tokens such as <c>&lt;0xE5&gt;</c> that follow each other are bytes of UTF-8; when they are no UTF-8, each becomes U+FFFD.
/// </summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private const string Before = "<0x", After = ">", Replacement = "\uFFFD";

    public static ByteFallbackDecoder Read(MapNode decoder) => new();

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens)
    {
        var pieces = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (TryReadByte(token, out var value))
            {
                bytes.Add(value);
                continue;
            }
            EndBytes(bytes, pieces);
            pieces.Add(token);
        }
        EndBytes(bytes, pieces);
        return pieces;
    }

    private static bool TryReadByte(string token, out byte value)
    {
        value = 0;
        return token.Length == Before.Length + 2 + After.Length
            && token.StartsWith(Before, StringComparison.Ordinal)
            && token.EndsWith(After, StringComparison.Ordinal)
            && byte.TryParse(token.AsSpan(Before.Length, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void EndBytes(List<byte> bytes, List<string> pieces)
    {
        if (bytes.Count == 0) return;
        byte[] run = [.. bytes];
        if (Utf8.IsValid(run)) pieces.Add(Encoding.UTF8.GetString(run));
        else pieces.AddRange(Enumerable.Repeat(Replacement, run.Length));
        bytes.Clear();
    }
}
