using System.Globalization;
using System.Text;

namespace OmniHelix.Tokenizers.Unicode;

/// <summary>What tokenizers ask about a letter, answered as the reference library does.</summary>
internal static class UnicodeLetters
{
    /// <summary>Letters of an upper case, at most.</summary>
    public const int MostUpperLetters = 3;

    private const int NonJoiner = 0x200C, Joiner = 0x200D;

    private static readonly Rune DottedCapitalI = new(0x130), SmallI = new('i'), DotAbove = new(0x307);

    /// <summary>A mark that takes no room of its own (general category Mn).</summary>
    public static bool IsNonspacingMark(Rune letter) => Rune.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;

    /// <summary>A mark of any kind (general category M).</summary>
    public static bool IsMark(Rune letter) => Rune.GetUnicodeCategory(letter)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>The property White_Space.</summary>
    public static bool IsWhiteSpace(Rune letter) => Rune.IsWhiteSpace(letter);

    /// <summary>Punctuation of Unicode (general category P), and the symbols of ASCII.</summary>
    public static bool IsPunctuation(Rune letter) =>
        Rune.IsPunctuation(letter) || (letter.IsAscii && Rune.IsSymbol(letter));

    /// <summary>
    /// <c>\w</c> of a regular expression (Unicode Technical Standard 18): alphabetic letters, marks, decimal digits, connectors and the two
    /// join controls. <c>\w</c> of .NET lacks letter numbers, circled letters and everything beyond U+FFFF.
    /// </summary>
    public static bool IsWordCharacter(Rune letter) => Rune.GetUnicodeCategory(letter) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.OtherSymbol => IsEncircled(letter.Value),
        UnicodeCategory.Format => letter.Value is NonJoiner or Joiner,
        _ => false,
    };

    /// <summary>
    /// The lower case of one letter whatever stands around it. Of all letters only <c>İ</c> becomes two, an i and the dot above, which is
    /// <paramref name="added"/>.
    /// </summary>
    public static Rune ToLower(Rune letter, out Rune? added)
    {
        added = letter == DottedCapitalI ? DotAbove : null;
        return letter == DottedCapitalI ? SmallI : Rune.ToLowerInvariant(letter);
    }

    /// <summary>The upper case of one letter whatever stands around it: that of <c>ß</c> is SS.</summary>
    /// <param name="letter">Letter.</param>
    /// <param name="upper">Room for <see cref="MostUpperLetters"/>.</param>
    /// <returns>Number of letters.</returns>
    public static int ToUpper(Rune letter, Span<Rune> upper)
    {
        if (UnicodeTables.UpperCases.TryGetValue(letter, out var letters))
        {
            letters.CopyTo(upper);
            return letters.Length;
        }
        upper[0] = Rune.ToUpperInvariant(letter);
        return 1;
    }

    // The symbols that are alphabetic: letters in circles and squares.
    private static bool IsEncircled(int code) =>
        code is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
