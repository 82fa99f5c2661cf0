using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>
/// Takes the blanks at the ends of tokens off their spans, as byte-level tokenizers do, whose words begin with the blank before them.
/// </summary>
/// <param name="hasPrefixSpace">Whether the blank of the first token was put there, so that the text has none.</param>
internal sealed class OffsetTrimming(bool hasPrefixSpace)
{
    private static readonly char Blank = ByteAlphabet.OfByte((byte)' ');

    /// <summary>The span without blanks.</summary>
    /// <param name="token">The token.</param>
    /// <param name="span">Characters that it covers.</param>
    /// <param name="isFirst">Whether it is the first of the text.</param>
    public TokenSpan Trim(ReadOnlySpan<char> token, TokenSpan span, bool isFirst)
    {
        var leading = 0;
        while (leading < token.Length && IsBlank(token[leading])) leading++;
        var trailing = 0;
        while (trailing < token.Length && IsBlank(token[^(trailing + 1)])) trailing++;
        if (leading > 0 && hasPrefixSpace && (isFirst || span.Start == 0)) leading--;
        var start = Math.Min(span.Start + leading, span.End);
        return new TokenSpan(start, trailing > 0 && span.End >= trailing ? Math.Max(span.End - trailing, start) : span.End);
    }

    private static bool IsBlank(char letter) => letter == Blank || char.IsWhiteSpace(letter);
}
