using OmniHelix.Documents;
using OmniHelix.Tokenizers.Patterns;

namespace OmniHelix.Tokenizers.Tests.Patterns;

public sealed class TextPatternTests
{
    private static readonly DocumentKind Kind =
        new("a tokenizer", new DocumentCodes("T1", "T2", "T3", "T4", Wrong: "T5", "T6", "T7")) { IsUsage = false };

    [Theory]
    [InlineData("""{"String":"N+"}""", "N+NN+", "0-2 3-5")]
    [InlineData("""{"Regex":"N+"}""", "ANNGN", "1-3 4-5")]
    [InlineData("""{"Regex":"N{10,}"}""", "NNNNNNNNN", "")]
    [InlineData("""{"Regex":"A*"}""", "AG", "0-1 1-1 2-2")]
    [InlineData("""{"Regex":"\\s+(?!\\S)"}""", "A  C", "1-2")]
    [InlineData("""{"String":"🧬"}""", "A🧬", "1-3")]
    public void MatchesAreFoundFromLeftToRight(string pattern, string text, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', Read(pattern).Matches(text).Select(match => FormattableString.Invariant($"{match.Start}-{match.End}"))));

    [Theory]
    [InlineData("""{"String":"T"}""", "TAT", "UAU")]
    [InlineData("""{"Regex":"^"}""", "TA", "UTA")]
    [InlineData("""{"Regex":"X"}""", "TA", "TA")]
    public void MatchesAreReplaced(string pattern, string text, string expected) =>
        Assert.Equal(expected, Read(pattern).Replace(text, "U"));

    [Theory]
    [InlineData("""{"Regex":"a++"}""")]
    [InlineData("""{"Glob":"a*"}""")]
    [InlineData("""{"String":null}""")]
    [InlineData("\"a\"")]
    public void WhatIsNoPatternIsRefused(string pattern) => Assert.Equal("T5", Assert.Throws<OmniException>(() => Read(pattern)).Code);

    [Fact]
    [Trait("Category", "Long")]
    public void ARegularExpressionWithoutEndIsStopped()
    {
        var error = Assert.Throws<OmniException>(() => Read("""{"Regex":"^(A+)+$"}""").Matches(new string('A', 60) + 'C'));
        Assert.Equal("OH1513", error.Code);
        Assert.Contains("'^(A+)+$'", error.Message, StringComparison.Ordinal);
    }

    private static TextPattern Read(string pattern) =>
        TextPattern.Read(Document.ParseJson($$"""{"type":"Replace","pattern":{{pattern}}}""", "tokenizer.json", Kind));
}
