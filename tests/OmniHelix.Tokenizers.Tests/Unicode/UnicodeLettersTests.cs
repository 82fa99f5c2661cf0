using System.Text;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.Tests.Unicode;

/// <summary>The sums are printed by <c>eng/unicode-tables --sums</c>, from the Unicode of Python and Perl.</summary>
public sealed class UnicodeLettersTests
{
    // Those of Unicode 9; .NET knows more.
    private static readonly List<Rune> Letters =
        [.. Digest.Scalars.Where(letter => UnicodeScripts.ScriptOf(letter) != UnicodeScript.Unknown)];

    [Fact]
    public void EveryLetterHasItsLowerCase() =>
        Assert.Equal("4b89a66f5ef87de91f796051d7a5d1059a174f65c0aafb0181176cffc64bb575", Digest.Of(Letters.Select(Lower)));

    // Of two letters .NET knows the upper case that Unicode 16 gave them.
    [Fact]
    public void EveryLetterHasItsUpperCase() =>
        Assert.Equal(
            "a859f0a0f1615fa82fe56c4597c93157522a2751e2801b9c2fe3569a293f757e",
            Digest.Of(Letters.Select(letter => letter.Value is 0x19B or 0x264 ? letter.ToString() : Upper(letter))));

    [Theory]
    [InlineData("ß", "SS")]
    [InlineData("ﬃ", "FFI")]
    [InlineData("ı", "I")]
    [InlineData("ǆ", "Ǆ")]
    [InlineData("𐐨", "𐐀")]
    public void UpperCaseMayBeSeveralLetters(string letter, string upper) => Assert.Equal(upper, Upper(Rune.GetRuneAt(letter, 0)));

    [Fact]
    public void PunctuationIsThatOfUnicodeAndTheSymbolsOfAscii() =>
        Assert.Equal(
            "e270e229b63adf2fb9e3e61632b280880a99697586f5cbcb6889fdd6b441c0d6",
            Digest.Of(Letters.Where(UnicodeLetters.IsPunctuation).Select(letter => letter.ToString())));

    [Fact]
    public void WordCharactersAreThoseOfUnicode() =>
        Assert.Equal(
            "457456a520f283a394eb4563eb324364f8af2b1562863277267b68e5813d5adc",
            Digest.Of(Letters.Where(UnicodeLetters.IsWordCharacter).Select(letter => letter.ToString())));

    [Theory]
    [InlineData("Σ", "σ")]
    [InlineData("İ", "i\u0307")]
    [InlineData("ẞ", "ß")]
    [InlineData("\u212A", "k")]
    [InlineData("𐐀", "𐐨")]
    [InlineData("ﬁ", "ﬁ")]
    public void LowerCaseHangsOnTheLetterAlone(string letter, string lower) => Assert.Equal(lower, Lower(Rune.GetRuneAt(letter, 0)));

    [Theory]
    [InlineData(0x301, true, true)]     // acute accent
    [InlineData(0x903, false, true)]    // visarga, a spacing mark
    [InlineData(0x20DD, false, true)]   // enclosing circle
    [InlineData(0x1D165, false, true)]  // a stem of notes, beyond U+FFFF
    [InlineData('A', false, false)]
    [InlineData('^', false, false)]
    public void MarksAreOfThreeKinds(int code, bool nonspacing, bool mark)
    {
        Assert.Equal(nonspacing, UnicodeLetters.IsNonspacingMark(new Rune(code)));
        Assert.Equal(mark, UnicodeLetters.IsMark(new Rune(code)));
    }

    // The property White_Space of PropList.txt.
    [Fact]
    public void WhiteSpaceIsThatOfUnicode() =>
        Assert.Equal(
            [
                9, 10, 11, 12, 13, 0x20, 0x85, 0xA0, 0x1680, .. Enumerable.Range(0x2000, 11), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
            ],
            Digest.Scalars.Where(UnicodeLetters.IsWhiteSpace).Select(letter => letter.Value));

    [Theory]
    [InlineData('5', UnicodeScript.Common)]
    [InlineData(' ', UnicodeScript.Common)]
    [InlineData(0x30FC, UnicodeScript.Common)]
    [InlineData(0x301, UnicodeScript.Inherited)]
    [InlineData('漢', UnicodeScript.Han)]
    [InlineData(0x3007, UnicodeScript.Han)]
    [InlineData(0x20000, UnicodeScript.Han)]
    [InlineData('ひ', UnicodeScript.Hiragana)]
    [InlineData('カ', UnicodeScript.Katakana)]
    [InlineData(0x1F468, UnicodeScript.Common)]
    [InlineData(0x1F9EC, UnicodeScript.Unknown)]  // since Unicode 11
    [InlineData(0x378, UnicodeScript.Unknown)]
    [InlineData(0xE000, UnicodeScript.Unknown)]
    [InlineData(0x10FFFF, UnicodeScript.Unknown)]
    public void LettersBelongToScripts(int code, object script) => Assert.Equal(script, UnicodeScripts.ScriptOf(new Rune(code)));

    [Fact]
    public void ScriptsWithoutNameDiffer()
    {
        var scripts = "Aαбאعक한".EnumerateRunes().Select(UnicodeScripts.ScriptOf).ToList();
        Assert.Equal(scripts.Count, scripts.Distinct().Count());
        Assert.All(scripts, script => Assert.False(Enum.IsDefined(script)));
    }

    private static string Upper(Rune letter)
    {
        var upper = new Rune[UnicodeLetters.MostUpperLetters];
        return string.Concat(upper.Take(UnicodeLetters.ToUpper(letter, upper)));
    }

    private static string Lower(Rune letter) => $"{UnicodeLetters.ToLower(letter, out var added)}{added}";
}
