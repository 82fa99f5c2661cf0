using System.Text;

namespace OmniHelix.Tokenizers.Unicode;

/// <summary>Hangul syllables, which are composed of their letters by arithmetic (Unicode Standard, section 3.12).</summary>
internal static class HangulSyllable
{
    private const int FirstSyllable = 0xAC00, FirstLeading = 0x1100, FirstVowel = 0x1161, BeforeTrailing = 0x11A7;
    private const int Leadings = 19, Vowels = 21, Trailings = 28, Syllables = Leadings * Vowels * Trailings;

    /// <summary>One step: a syllable with a trailing consonant becomes one without and the consonant, that its two letters.</summary>
    public static bool TryDecompose(Rune letter, out Rune first, out Rune second)
    {
        var index = letter.Value - FirstSyllable;
        first = letter;
        second = default;
        if ((uint)index >= Syllables) return false;
        var (syllable, trailing) = Math.DivRem(index, Trailings);
        if (trailing > 0)
        {
            first = new Rune(letter.Value - trailing);
            second = new Rune(BeforeTrailing + trailing);
        }
        else
        {
            first = new Rune(FirstLeading + syllable / Vowels);
            second = new Rune(FirstVowel + syllable % Vowels);
        }
        return true;
    }

    /// <summary>The opposite of <see cref="TryDecompose"/>.</summary>
    public static bool TryCompose(Rune first, Rune second, out Rune composed)
    {
        composed = default;
        var leading = first.Value - FirstLeading;
        var vowel = second.Value - FirstVowel;
        var syllable = first.Value - FirstSyllable;
        var trailing = second.Value - BeforeTrailing;
        if ((uint)leading < Leadings && (uint)vowel < Vowels)
            composed = new Rune(FirstSyllable + (leading * Vowels + vowel) * Trailings);
        else if ((uint)syllable < Syllables && syllable % Trailings == 0 && trailing is > 0 and < Trailings)
            composed = new Rune(first.Value + trailing);
        return composed != default;
    }
}
