using System.Globalization;
using System.Text;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>Removes the marks of decomposed letters.</summary>
internal sealed class AccentStripper : Normalizer
{
    public override void Normalize(AlignedText text)
    {
        if (System.Text.Ascii.IsValid(text.Characters)) return;
        text.Rewrite((rune, stand, written) =>
        {
            if (!IsMark(rune)) written.Insert(rune, stand);
        });
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
