using System.Text;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>Lower case, letter by letter.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    private static readonly Rune CapitalIWithDot = new(0x130);

    public override void Normalize(AlignedText text)
    {
        if (System.Text.Ascii.IsValid(text.Characters))
        {
            // The letters of ASCII keep their places.
            for (var at = 0; at < text.Length; at++)
                if (char.IsAsciiLetterUpper(text.Characters[at])) text.Characters[at] = (char)(text.Characters[at] | 0x20);
            return;
        }
        text.Rewrite((rune, stand, written) =>
        {
            // The one letter whose lower case is two.
            if (rune == CapitalIWithDot) written.Insert("i\u0307", stand);
            else written.Insert(Rune.ToLowerInvariant(rune), stand);
        });
    }
}
