namespace OmniHelix.Tokenizers.Tests;

/// <summary>Folders of multimolecule from before it wrote a vocabulary: the class tells the k-mers, and not the letters.</summary>
public sealed class KmersOfClassTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("RnaTokenizer", "\"nmers\": 3", 131, "ACGTA", "<cls> ACG CGU GUA <eos>")]
    [InlineData("RnaTokenizer", "\"nmers\": 3, \"replace_T_with_U\": false", 131, "ACGU", "<cls> ACG CGU <eos>")]
    [InlineData("RnaTokenizer", "\"codon\": true", 131, "acguaa", "<cls> ACG UAA <eos>")]
    [InlineData("DnaTokenizer", "\"nmers\": 2", 31, "ACGU", "<cls> AC CG GT <eos>")]
    public void KmersAreThoseThatTheClassMakes(string kind, string settings, int size, string sequence, string expected)
    {
        Write($$"""{"tokenizer_class": "{{kind}}", {{settings}}}""", size);
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path);
        Assert.Equal(size, tokenizer.VocabularySize);
        Assert.Equal(expected, string.Join(' ', tokenizer.Tokenize(sequence).Ids.Select(tokenizer.TokenOf)));
        Assert.Equal((0, 1, 2, 3, 4), (
            tokenizer.Special.Pad, tokenizer.Special.Cls, tokenizer.Special.Eos, tokenizer.Special.Unknown, tokenizer.Special.Mask));
        tokenizer.SavePretrained(folder["saved"]);
        var saved = OmniTokenizer.FromPretrained(folder["saved"]);
        Assert.Equal(tokenizer.Tokenize(sequence).Ids, saved.Tokenize(sequence).Ids);
    }

    [Fact]
    public void TheyAreThoseOfTheLibraryItself()
    {
        Write("""{"tokenizer_class": "RnaTokenizer", "nmers": 3}""", 131);
        var expected = GenomicTokenizers.Rna(kmer: 3);
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path);
        Assert.Equal(Enumerable.Range(0, 131).Select(expected.TokenOf), Enumerable.Range(0, 131).Select(tokenizer.TokenOf));
    }

    [Theory]
    [InlineData("\"nmers\": 1", 28)]
    [InlineData("\"nmers\": 3", 70)]
    [InlineData("\"codon\": true", 28)]
    public void LettersAndOtherSizesNeedTheirFile(string settings, int size)
    {
        Write($$"""{"tokenizer_class": "RnaTokenizer", {{settings}}}""", size);
        var error = Assert.Throws<OmniException>(() => OmniTokenizer.FromPretrained(folder.Path));
        Assert.Equal("OH1501", error.Code);
        Assert.Contains("the class RnaTokenizer alone does not tell the order of its tokens", error.Message, StringComparison.Ordinal);
        Assert.Contains("Copy vocab.txt", error.Advice, StringComparison.Ordinal);
    }

    private void Write(string settings, int size)
    {
        folder.Write("tokenizer_config.json", settings);
        folder.Write("config.json", $$"""{"model_type": "utrbert", "vocab_size": {{size}}}""");
    }
}
