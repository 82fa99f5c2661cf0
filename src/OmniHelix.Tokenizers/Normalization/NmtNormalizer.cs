using System.Buffers;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>SentencePiece's first step: control characters vanish, unusual blanks become blanks.</summary>
internal sealed class NmtNormalizer : Normalizer
{
    private const string Blanks =
        "\u0009\u000A\u000C\u000D\u1680\u200B\u200C\u200D\u200E\u200F\u2028\u2029\u2581\uFEFF\uFFFD";

    private static readonly SearchValues<char> Removed = SearchValues.Create(
        [.. Range(0x01, 0x08), '\u000B', .. Range(0x0E, 0x1F), '\u007F', '\u008F', '\u009F']);

    private static readonly SearchValues<char> Blank = SearchValues.Create(Blanks);

    public override void Normalize(AlignedText text)
    {
        var rest = text.Characters;
        while (rest.IndexOfAny(Blank) is >= 0 and var found)
        {
            rest[found] = ' ';
            rest = rest[(found + 1)..];
        }
        if (!text.Characters.ContainsAny(Removed)) return;
        text.Rewrite((rune, stand, written) =>
        {
            if (!rune.IsBmp || !Removed.Contains((char)rune.Value)) written.Insert(rune, stand);
        });
    }

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
