using System.Text.Json.Nodes;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Genomic;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests.Genomic;

/// <summary>What they return is compared with the reference by the golden runner; here is what it has no cases for.</summary>
public sealed class GenomicTokenizersTests
{
    // 3-mers of the alphabet A, T, C, G from id 5 on, as in the vocabularies of DNABERT.
    [Theory]
    [InlineData("AAATC", "2 5 6 11 3")]
    [InlineData("AAA AAT ATC", "2 5 6 11 3")]
    [InlineData("AANAA", "2 1 1 1 3")]
    [InlineData("aaa", "2 1 3")]
    [InlineData("AA", "2 3")]
    [InlineData("", "2 3")]
    [InlineData("AAA[MASK]AAA", "2 5 4 5 3")]
    public void DnabertHasAKmerAtEveryLetterOfAWord(string sequence, string ids) =>
        Assert.Equal(ids, string.Join(' ', GenomicTokenizers.Dnabert(3).Tokenize(sequence).Ids));

    [Fact]
    public void DnabertJoinsPairsAsBertDoes()
    {
        var pair = GenomicTokenizers.Dnabert(3).Tokenize("AAA", "AAT");
        Assert.Equal([2, 5, 3, 6, 3], pair.Ids);
        Assert.Equal([0, 0, 0, 1, 1], pair.TypeIds);
    }

    [Fact]
    public void DnabertHasThePublishedVocabulary()
    {
        var tokenizer = GenomicTokenizers.Dnabert();
        Assert.Equal(4101, tokenizer.VocabularySize);
        Assert.Equal(["AAAAAA", "AAAAAT", "AAAAAC", "AAAAAG", "AAAATA"], Enumerable.Range(5, 5).Select(tokenizer.TokenOf));
        Assert.Equal(Molecule.Dna, tokenizer.Molecule);
    }

    [Fact]
    public void SpansOfKmersOverlap()
    {
        var spans = GenomicTokenizers.Dnabert(3).Tokenize("AAAT AAA").Spans;
        Assert.Equal([new TokenSpan(0, 0), new(0, 3), new(1, 4), new(5, 8), new(0, 0)], spans);
    }

    [Fact]
    public void EvoReadsBytes()
    {
        var tokenizer = GenomicTokenizers.Bytes();
        Assert.Equal([65, 67, 110, 10], tokenizer.Tokenize("ACn\n").Ids);
        var found = tokenizer.Tokenize("Aé🧬");
        Assert.Equal([65, 0xC3, 0xA9, 0xF0, 0x9F, 0xA7, 0xAC], found.Ids);
        Assert.Equal([new TokenSpan(0, 1), new(1, 2), new(1, 2), new(2, 4), new(2, 4), new(2, 4), new(2, 4)], found.Spans);
        Assert.Equal("Aé🧬", tokenizer.Decode(found.Ids));
        Assert.Equal(512, tokenizer.VocabularySize);
        Assert.Equal("A", tokenizer.Decode([0, 65, 1, 1], skipSpecialTokens: true));
    }

    [Fact]
    public void OneHotRowsHaveAOneAtTheBase()
    {
        var ids = GenomicTokenizers.OneHotBases().Tokenize("AcGUN-t").Ids;
        Assert.Equal([0, 1, 2, 3, 4, 4, 3], ids);
        var rows = new float[(ids.Length + 1) * OneHot.Channels];
        rows.AsSpan().Fill(7);
        OneHot.Fill(ids, rows);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7, 7, 7, 7], rows);
    }

    public static TheoryData<string> Kinds => [.. Made.Keys];

    private static readonly Dictionary<string, Func<OmniTokenizer>> Made = new()
    {
        ["dnabert"] = () => GenomicTokenizers.Dnabert(4),
        ["bytes"] = () => GenomicTokenizers.Bytes(),
        ["bytes, upper case"] = () => GenomicTokenizers.Bytes(new() { Case = CasePolicy.Upper, PaddingSide = TokenSide.Left }),
        ["one-hot"] = () => GenomicTokenizers.OneHotBases(),
        ["one-hot, case kept"] = () => GenomicTokenizers.OneHotBases(new() { Case = CasePolicy.Keep, Uracil = UracilPolicy.None }),
        ["k-mers that overlap"] = () => GenomicTokenizers.Kmers(OmniTokenizer.OmniGenome(), 3, 1),
        ["bases, U as T"] = () => GenomicTokenizers.Kmers(OmniTokenizer.OmniGenome(), 1, options: new() { Uracil = UracilPolicy.UToT }),
        ["rna, T as it is"] = () => GenomicTokenizers.Rna(2, options: new() { Uracil = UracilPolicy.None }),
        ["rna, U as T"] = () => GenomicTokenizers.Rna(options: new() { Uracil = UracilPolicy.UToT }),
        ["rna, case kept"] = () => GenomicTokenizers.Rna(options: new() { Case = CasePolicy.Keep, MaxLength = 12 }),
        ["codons"] = () => GenomicTokenizers.Dna(codons: true),
        ["proteins"] = () => GenomicTokenizers.Protein(),
        ["structures"] = () => GenomicTokenizers.DotBracket(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatIsSavedIsReadAgain(string kind)
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Made[kind]();
        tokenizer.SavePretrained(folder.Path);
        var again = OmniTokenizer.FromPretrained(folder.Path);
        foreach (var text in (string[])["ACGTUN", "acgtun", "(.)[mask]<mask>", "<null>AA", "ACGACG ACG", "", "ß🧬"])
        {
            Assert.Equal(Outcome(tokenizer, text), Outcome(again, text));
        }
        Assert.Equal(tokenizer.Special, again.Special);
        Assert.Equal(tokenizer.VocabularySize, again.VocabularySize);
        Assert.Equal(tokenizer.Molecule, again.Molecule);
        Assert.Equal(tokenizer.MaxLength, again.MaxLength);
        Assert.Equal(tokenizer.PaddingSide, again.PaddingSide);
        Assert.Equal((tokenizer.Uracil, tokenizer.Case), (again.Uracil, again.Case));
    }

    [Fact]
    public void AFolderIsReadAsItWasAskedFor()
    {
        using var folder = new TemporaryFolder();
        GenomicTokenizers.Rna().SavePretrained(folder.Path);
        var asked = OmniTokenizer.FromPretrained(folder.Path, new TokenizerOptions { Uracil = UracilPolicy.None });
        Assert.Equal([1, 3, 9, 2], asked.Tokenize("TU").Ids);
    }

    [Theory]
    [InlineData("RnaTokenizer", "nmers", "0", "\"nmers\" is 0; expected a whole number of at least 1")]
    [InlineData("RnaTokenizer", "codon", "3", "\"codon\" is 3; expected true or false")]
    [InlineData("DnaTokenizer", "replace_U_with_T", "\"yes\"", "\"replace_U_with_T\" is \"yes\"; expected true or false")]
    [InlineData("OmniKmersTokenizer", "overlap", "1", "\"k\" is missing; expected a whole number")]
    [InlineData("OmniKmersTokenizer", "k", "1.5", "\"k\" is 1.5; expected a whole number")]
    public void DamageOfAConfigurationIsToldWithItsPlace(string kind, string key, string value, string message)
    {
        using var folder = new TemporaryFolder();
        GenomicTokenizers.Rna().SavePretrained(folder.Path);
        var config = new JsonObject { ["tokenizer_class"] = kind, [key] = JsonNode.Parse(value) };
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), config.ToJsonString());
        var error = Assert.Throws<OmniException>(() => OmniTokenizer.FromPretrained(folder.Path));
        Assert.Equal("OH1506", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(3, -1)]
    public void KmersMoveOn(int kmer, int overlap) =>
        Assert.Equal(
            "OH1519", Assert.Throws<UsageException>(() => GenomicTokenizers.Kmers(OmniTokenizer.OmniGenome(), kmer, overlap)).Code);

    [Fact]
    public void KmersNeedAnUnknownToken() =>
        Assert.Equal("OH1519", Assert.Throws<UsageException>(() => GenomicTokenizers.Kmers(GenomicTokenizers.Bytes(), 3)).Code);

    [Fact]
    public void KmersHaveLetters() => Assert.Equal("OH1519", Assert.Throws<UsageException>(() => GenomicTokenizers.Dnabert(0)).Code);

    private static string Outcome(OmniTokenizer tokenizer, string text)
    {
        try
        {
            var found = tokenizer.Tokenize(text);
            var decoded = tokenizer.Decode(found.Ids, skipSpecialTokens: true);
            return $"{string.Join(' ', found.Ids)}: {string.Join(' ', found.Spans)}: {decoded}";
        }
        catch (OmniException e)
        {
            return e.Code;
        }
    }
}
