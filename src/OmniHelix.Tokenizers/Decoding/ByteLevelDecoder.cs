using System.Text;
using OmniHelix.Documents;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Decoding;

/// <summary>
/// Letters of the byte alphabet become bytes again, and these UTF-8 text. A token with any other letter, such as a special token, stands
/// for its own letters.
/// </summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    // The settings are those of the pre-tokenizer of the same name; none matters here.
    public static ByteLevelDecoder Read(MapNode decoder) => new();

    public override IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens) Append(token, bytes);
        return [Encoding.UTF8.GetString([.. bytes])];
    }

    private static void Append(string token, List<byte> bytes)
    {
        if (token.All(letter => ByteAlphabet.ByteOf(letter) >= 0))
            bytes.AddRange(token.Select(letter => (byte)ByteAlphabet.ByteOf(letter)));
        else bytes.AddRange(Encoding.UTF8.GetBytes(token));
    }
}
