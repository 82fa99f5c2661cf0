using OmniHelix.Documents;
using OmniHelix.Tokenizers.Decoding;

namespace OmniHelix.Tokenizers.Tests.Decoding;

/// <summary>What decoders return is compared with the reference by the golden runner (<c>tokenizers/components</c>).</summary>
public sealed class TokenDecoderTests
{
    private static readonly DocumentKind Kind =
        new("a tokenizer", new DocumentCodes("T1", "T2", "T3", "T4", Wrong: "T5", "T6", "T7")) { IsUsage = false };

    [Theory]
    [InlineData("""{"type":"Metaspace","replacement":"▁","add_prefix_space":true,"str_rep":"▁"}""", "A C")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","add_prefix_space":false}""", " A C")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","add_prefix_space":true,"prepend_scheme":"first"}""", "A C")]
    public void TheOldSpellingOfMetaspaceIsRead(string configuration, string text) =>
        Assert.Equal(text, Read(configuration).Decode(["▁A", "▁C"]));

    [Theory]
    [InlineData("""{}""", "\"type\" is missing; expected one of BPEDecoder, ByteFallback")]
    [InlineData("""{"type":"Wordpiece"}""", "\"type\" is \"Wordpiece\"; expected one of")]
    [InlineData("""{"type":7}""", "\"type\" is 7; expected a text")]
    [InlineData("""{"type":"BPEDecoder"}""", "\"suffix\" is missing; expected a text")]
    [InlineData("""{"type":"WordPiece","prefix":"##"}""", "\"cleanup\" is missing; expected true or false")]
    [InlineData("""{"type":"WordPiece","prefix":"##","cleanup":"yes"}""", "\"cleanup\" is \"yes\"; expected true or false")]
    [InlineData("""{"type":"CTC","pad_token":"<pad>"}""", "\"word_delimiter_token\" is missing; expected a text")]
    [InlineData("""{"type":"Strip","content":"AB","start":1,"stop":1}""", "\"content\" is \"AB\"; expected one letter")]
    [InlineData("""{"type":"Strip","content":"A","start":-1,"stop":1}""", "\"start\" is -1; expected a whole number")]
    [InlineData("""{"type":"Metaspace","replacement":""}""", "\"replacement\" is \"\"; expected one letter")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"last"}""", "\"prepend_scheme\" is \"last\"; expected one")]
    [InlineData("""{"type":"Replace","content":"x"}""", "\"pattern\" is missing; expected an object with \"String\" or \"Regex\"")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"("},"content":"x"}""", "expected a regular expression of .NET")]
    [InlineData("""{"type":"Sequence"}""", "\"decoders\" is missing; expected a list of decoders")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Melt"}]}""", "type\" is \"Melt\"; expected one of")]
    public void DamageIsToldWithItsPlace(string configuration, string message)
    {
        var error = Assert.Throws<OmniException>(() => Read(configuration));
        Assert.Equal("T5", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // The reference library crashes on these.
    [Theory]
    [InlineData("A", "")]
    [InlineData("", "")]
    [InlineData("AAA", "")]
    [InlineData("AAAA", "A")]
    [InlineData("AB", "B")]
    public void LettersAreStrippedFromBothEndsButOnlyOnce(string token, string stripped) =>
        Assert.Equal(stripped, Read("""{"type":"Strip","content":"A","start":2,"stop":1}""").Decode([token]));

    [Theory]
    [InlineData("""{"type":"BPEDecoder","suffix":""}""")]
    [InlineData("""{"type":"CTC","pad_token":"","word_delimiter_token":"","cleanup":true}""")]
    [InlineData("""{"type":"WordPiece","prefix":"","cleanup":false}""")]
    [InlineData("""{"type":"Replace","pattern":{"String":""},"content":""}""")]
    public void EmptyAffixesChangeNothing(string configuration) => Assert.Equal("ACGT", Read(configuration).Decode(["AC", "GT"]));

    [Fact]
    public void TheContentOfAReplacementStandsForItself() =>
        Assert.Equal(
            "$0$1C$0$1", Read("""{"type":"Replace","pattern":{"Regex":"(A)"},"content":"$0$1"}""").Decode(["A", "CA"]));

    private static TokenDecoder Read(string configuration) => TokenDecoders.Read(Document.ParseJson(configuration, "tokenizer.json", Kind));
}
