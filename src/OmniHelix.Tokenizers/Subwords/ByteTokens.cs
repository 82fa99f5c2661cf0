using System.Text;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, by which text that a vocabulary lacks is written byte by byte.</summary>
internal sealed class ByteTokens
{
    private const int Bytes = 256;

    private readonly int[] ids;

    private ByteTokens(int[] ids) => this.ids = ids;

    /// <summary>Those of a vocabulary; what it lacks of them is −1.</summary>
    public static ByteTokens Find(SubwordVocabulary vocabulary) =>
        new([.. Enumerable.Range(0, Bytes).Select(value => vocabulary.Find(FormattableString.Invariant($"<0x{value:X2}>")))]);

    /// <summary>Whether a token is one of them.</summary>
    public bool Has(int id) => Array.IndexOf(ids, id) >= 0;

    /// <summary>Adds the bytes of a text, when the vocabulary has a token for each; says whether it has.</summary>
    /// <param name="text">Text.</param>
    /// <param name="span">Characters that each byte stands for.</param>
    /// <param name="tokens">Receives the tokens.</param>
    public bool Add(ReadOnlySpan<char> text, TokenSpan span, TokenBuffer tokens)
    {
        var values = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, values);
        foreach (var value in values)
            if (ids[value] < 0) return false;
        foreach (var value in values) tokens.Add(ids[value], span);
        return true;
    }
}
