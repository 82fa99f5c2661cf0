using System.Text;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.Genomic;

/// <summary>What is done to letters before they are looked up: upper case, then U for T or T for U.</summary>
/// <param name="IsUpper">Whether letters become upper case, as many as there may be.</param>
/// <param name="Uracil">U and T.</param>
internal readonly record struct LetterConversion(bool IsUpper, UracilPolicy Uracil)
{
    /// <summary>Converts a letter of ASCII.</summary>
    public char OfAscii(char letter) => Alphabet.Apply(Uracil, IsUpper ? char.ToUpperInvariant(letter) : letter);

    /// <summary>Converts any letter.</summary>
    /// <param name="letter">Letter.</param>
    /// <param name="converted">Room for <see cref="UnicodeLetters.MostUpperLetters"/>.</param>
    /// <returns>Number of letters.</returns>
    public int Of(Rune letter, Span<Rune> converted)
    {
        var count = 1;
        if (IsUpper) count = UnicodeLetters.ToUpper(letter, converted);
        else converted[0] = letter;
        for (var i = 0; i < count; i++)
            if (converted[i].IsAscii) converted[i] = new Rune(Alphabet.Apply(Uracil, (char)converted[i].Value));
        return count;
    }
}
