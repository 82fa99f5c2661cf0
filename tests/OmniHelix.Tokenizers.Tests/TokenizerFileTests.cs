namespace OmniHelix.Tokenizers.Tests;

/// <summary>Damaged and hostile files; what whole ones give is compared with the reference by the golden runner.</summary>
public class TokenizerFileTests
{
    private const string Words = """{"type":"WordLevel","unk_token":"U","vocab":{"U":0,"A":1}}""";

    [Theory]
    [InlineData("", "OH1506", "")]
    [InlineData("[]", "OH1506", "")]
    [InlineData("{\"model\":", "OH1506", "")]
    [InlineData("""{"version":"2.0","model":{}}""", "OH1506", "\"version\" is \"2.0\"; expected 1.0")]
    [InlineData("""{"model":{"type":"Bigram"}}""", "OH1506", "\"model.type\" is \"Bigram\"")]
    [InlineData("""{"model":{"type":"WordLevel"}}""", "OH1506", "\"model.vocab\" is missing")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"A":-1}}}""", "OH1506", "\"model.vocab.A\" is -1")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"A":1e9}}}""", "OH1506", "\"model.vocab.A\"")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"A":0,"A":1}}}""", "OH1506", "'A'")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"A":0},"merges":["A B"]}}""", "OH1506", "\"model.merges[0]\" is of 'B'")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"A":0},"merges":["A"]}}""", "OH1506", "\"model.merges[0]\"")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"A":0},"merges":["A A"]}}""", "OH1506", "'AA'")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["A"]]}}""", "OH1506", "\"model.vocab[0]\"")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["A",0]],"unk_id":1}}""", "OH1506", "\"model.unk_id\" is 1")]
    [InlineData("""{"model":{"type":"Unigram","vocab":{"A":0}}}""", "OH1506", "\"model.vocab\" is an object")]
    [InlineData($$$"""{"model":{{{Words}}},"normalizer":{"type":"Upper"}}""", "OH1506", "\"normalizer.type\" is \"Upper\"")]
    [InlineData($$$"""{"model":{{{Words}}},"normalizer":{"type":"Sequence","normalizers":[{"type":"X"}]}}""", "OH1506", "type\" is \"X\"")]
    [InlineData($$$"""{"model":{{{Words}}},"normalizer":{"type":"Precompiled","precompiled_charsmap":"%"}}""", "OH1506", "base64")]
    [InlineData($$$"""{"model":{{{Words}}},"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAAA"}}""", "OH1534", "")]
    [InlineData($$$"""{"model":{{{Words}}},"pre_tokenizer":{"type":"FixedLength","length":0}}""", "OH1506", "\"pre_tokenizer.length\"")]
    [InlineData($$$"""{"model":{{{Words}}},"pre_tokenizer":{"type":"Split","behavior":"Isolated"}}""", "OH1506", "pattern")]
    [InlineData($$$"""{"model":{{{Words}}},"pre_tokenizer":{"type":"Punctuation","behavior":"Gone"}}""", "OH1506", "behavior")]
    [InlineData($$$"""{"model":{{{Words}}},"pre_tokenizer":{"type":"Metaspace","replacement":"ab"}}""", "OH1506", "replacement")]
    [InlineData($$$"""{"model":{{{Words}}},"added_tokens":[{"id":0}]}""", "OH1506", "content")]
    [InlineData($$$"""{"model":{{{Words}}},"post_processor":{"type":"TemplateProcessing","single":[],"pair":[]}}""", "OH1506", "single")]
    [InlineData(
        $$$"""{"model":{{{Words}}},"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"X","type_id":0}}]}}""",
        "OH1506", "special_tokens")]
    [InlineData($$$"""{"model":{{{Words}}},"post_processor":{"type":"BertProcessing","cls":"X"}}""", "OH1506", "cls")]
    [InlineData($$$"""{"model":{{{Words}}},"truncation":{"max_length":-1}}""", "OH1506", "max_length")]
    [InlineData($$$"""{"model":{{{Words}}},"padding":{"direction":"Up"}}""", "OH1506", "direction")]
    public void DamageIsToldWithItsField(string content, string code, string word)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("tokenizer.json", content);
        var error = Assert.ThrowsAny<OmniException>(() => OmniTokenizer.FromPretrained(file));
        Assert.Equal(code, error.Code);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(file, error.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void NestingWithoutEndIsRefused()
    {
        using var folder = new TemporaryFolder();
        var deep = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 5000));
        var file = folder.Write("tokenizer.json", $$$"""{"model":{{{Words}}},"normalizer":{{{deep}}}""");
        Assert.Equal("OH1506", Assert.ThrowsAny<OmniException>(() => OmniTokenizer.FromPretrained(file)).Code);
    }

    [Fact]
    public void ASpecialTokenInTheTextIsItself()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("tokenizer.json", """
            {"added_tokens":[{"id":0,"content":"<s>","special":true,"normalized":false}],
             "pre_tokenizer":{"type":"FixedLength","length":1},
             "model":{"type":"WordLevel","unk_token":"?","vocab":{"<s>":0,"?":1,"A":2}}}
            """);
        var tokenizer = OmniTokenizer.FromPretrained(file);
        Assert.Equal([2, 0, 2, 1, 1], tokenizer.Tokenize("A<s>A<s").Ids);
        Assert.Equal("A A ? ?", tokenizer.Decode([2, 0, 2, 1, 1], skipSpecialTokens: true));
    }

    [Fact]
    public void UAndTAndCaseAreConvertedOutsideOfSpecialTokens()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", """
            {"added_tokens":[{"id":0,"content":"<u>","special":true,"normalized":false}],
             "pre_tokenizer":{"type":"FixedLength","length":1},
             "model":{"type":"WordLevel","unk_token":"?","vocab":{"<u>":0,"?":1,"A":2,"T":3}}}
            """);
        folder.Write("tokenizer_config.json", """{"tokenizer_class":"PreTrainedTokenizerFast","u2t":true,"do_upper_case":true}""");
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path);
        Assert.Equal([2, 3, 0, 3], tokenizer.Tokenize("au<u>t").Ids);
        tokenizer.SavePretrained(folder["saved"]);
        Assert.Equal([2, 3, 0, 3], OmniTokenizer.FromPretrained(folder["saved"]).Tokenize("au<u>t").Ids);
    }
}
