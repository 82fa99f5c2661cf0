using System.Text;
using CsCheck;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.Tests.Unicode;

public sealed class UnicodeNormalizationTests
{
    private static readonly UnicodeForm[] Forms = Enum.GetValues<UnicodeForm>();

    private static readonly Gen<string> Text = Gen
        .OneOf([.. RandomTexts.Lively.Select(range => Gen.Int[range.First, range.Last].Select(code => new Rune(code).ToString()))])
        .List[0, 20]
        .Select(string.Concat);

    // The sums are those of unicodedata.normalize of Python with Unicode 14, printed by eng/unicode-tables --sums.
    [Theory]
    [InlineData("C", "9cc65524a9d8082bf10840c616cd199bd2ac12ee49a3381bd6fb7957711f342b")]
    [InlineData("D", "b505598a484ab04ad1f0d3e9d772f4a536b012c63ec82132e4a7fba25a8d94f2")]
    [InlineData("KC", "06e7277bca1b5f061a23d4e0caee648a132aee7e3fe7ae21a6f460298c980a11")]
    [InlineData("KD", "d796bc2466011eef032f183cd5a0e9335aed43a191d6c20c137ee95f1fc98dc6")]
    public void EveryLetterIsNormalizedAsPythonDoes(string form, string sum) =>
        Assert.Equal(sum, Digest.Of(Digest.Scalars.Select(letter => Normalized(letter.ToString(), Enum.Parse<UnicodeForm>(form)))));

    [Theory]
    [InlineData("C", "bf061be5be7d87293278c5a995ebd52d839c4fc3508db690c6acb7a0ba751d18")]
    [InlineData("D", "9dd32e94e36890256bb2bc32086c0796a364d91dfb9c30cb65de689bcaad1603")]
    [InlineData("KC", "83b2050f479a73b0179c9bc0e14531548ee2c68b5d3b7916164384a7b38c76fd")]
    [InlineData("KD", "29a6031e536f35d9f061b42ea150be63d24c70f38d42a93c2ba19bc4c02d1ead")]
    public void RandomTextsAreNormalizedAsPythonDoes(string form, string sum) =>
        Assert.Equal(sum, Digest.Of(RandomTexts.All().Select(text => Normalized(text, Enum.Parse<UnicodeForm>(form)))));

    // The conditions of NormalizationTest.txt, for any text.
    [Fact]
    public void TheFormsOfAFormAreThoseOfTheText() => Text.Sample(text =>
    {
        var (c, d) = (Normalized(text, UnicodeForm.C), Normalized(text, UnicodeForm.D));
        var (kc, kd) = (Normalized(text, UnicodeForm.KC), Normalized(text, UnicodeForm.KD));
        Assert.All([c, d], same => Assert.Equal(c, Normalized(same, UnicodeForm.C)));
        Assert.All([c, d], same => Assert.Equal(d, Normalized(same, UnicodeForm.D)));
        Assert.All([c, d, kc, kd], same => Assert.Equal(kc, Normalized(same, UnicodeForm.KC)));
        Assert.All([c, d, kc, kd], same => Assert.Equal(kd, Normalized(same, UnicodeForm.KD)));
    });

    [Fact]
    public void TheChangesAccountForEveryLetterOfTheText() => Text.Sample(text =>
    {
        foreach (var form in Forms)
        {
            var letters = Normalize(text, form);
            // One letter takes the place of 1 - change letters of the text.
            Assert.Equal(text.EnumerateRunes().Count(), letters.Sum(letter => 1 - letter.Change));
            Assert.All(letters, letter => Assert.True(letter.Change <= 1));
        }
    });

    [Fact]
    public void WhatIsCertainDoesNotChange() =>
        Gen.Char['\0', '\u0400'].Array[0, 40].Select(letters => new string(letters)).Sample(text =>
        {
            foreach (var form in Forms)
                if (UnicodeNormalization.IsCertainly(text, form)) Assert.Equal(text, Normalized(text, form));
        });

    [Theory]
    [InlineData("ACGTN\n\u007F", "C D KC KD")]
    [InlineData("Aª", "C D")]
    [InlineData("é", "C")]
    [InlineData("e\u0301", "")]
    [InlineData("🧬", "")]
    [InlineData("", "C D KC KD")]
    public void TextOfSmallLettersIsCertain(string text, string forms) =>
        Assert.Equal(forms, string.Join(' ', Forms.Where(form => UnicodeNormalization.IsCertainly(text, form))));

    // Changes: 0 takes the place of the next letter, 1 was added, -n makes n further letters vanish.
    [Theory]
    [InlineData("é", "C", "é:0")]
    [InlineData("é", "D", "e:0 \u0301:1")]
    [InlineData("e\u0301x", "C", "é:-1 x:0")]
    [InlineData("ﬁ", "KC", "f:0 i:1")]
    [InlineData("한", "D", "\u1112:0 \u1161:1 \u11AB:1")]
    [InlineData("\u1112\u1161\u11AB", "C", "한:-2")]
    [InlineData("a\u0301\u0323", "D", "a:0 \u0323:0 \u0301:0")]
    [InlineData("a\u0301\u0323", "C", "ạ:-1 \u0301:0")]
    [InlineData("ự", "D", "u:0 \u031B:1 \u0323:1")]
    [InlineData("\u0958", "C", "\u0915:0 \u093C:1")]
    [InlineData("\u0344", "C", "\u0308:0 \u0301:1")]
    public void EveryLetterTellsItsChange(string text, string form, string expected)
    {
        var letters = Normalize(text, Enum.Parse<UnicodeForm>(form));
        Assert.Equal(expected, string.Join(' ', letters.Select(letter => FormattableString.Invariant($"{letter.Rune}:{letter.Change}"))));
    }

    [Fact]
    public void SurrogatesWithoutPartnersAreReplaced() =>
        Assert.Equal("\uFFFDA\uFFFD\uFFFD", Normalized("\uDC00A\uD83E\uD83E", UnicodeForm.KC));

    [Fact]
    public void TheResultsOfSeveralTextsFollowEachOther()
    {
        var letters = Normalize("e", UnicodeForm.C);
        UnicodeNormalization.Normalize("\u0301", UnicodeForm.C, letters);
        Assert.Equal("e\u0301", string.Concat(letters.Select(letter => letter.Rune)));
    }

    [Fact]
    public void MillionsOfMarksBehindOneLetterAreSortedInNoTime()
    {
        const int pairs = 500_000;
        var text = "a" + string.Concat(Enumerable.Repeat("\u0315\u0316", pairs));
        Assert.Equal("a" + new string('\u0316', pairs) + new string('\u0315', pairs), Normalized(text, UnicodeForm.D));
    }

    private static List<(Rune Rune, int Change)> Normalize(string text, UnicodeForm form)
    {
        var letters = new List<(Rune Rune, int Change)>();
        UnicodeNormalization.Normalize(text, form, letters);
        return letters;
    }

    private static string Normalized(string text, UnicodeForm form) => string.Concat(Normalize(text, form).Select(letter => letter.Rune));
}
