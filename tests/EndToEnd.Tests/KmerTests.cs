using OmniHelix.Tokenizers;

namespace OmniHelix.EndToEnd.Tests;

public sealed class KmerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void KmersOfATableAreThoseOfItsTokenizer()
    {
        var fasta = folder.Write("a.fa", ">one, of two\nactgactga\n>short\nac\n");
        var run = OmniProgram.Run("tokenizer", "kmers", fasta, "--kmer", "3", "--labels", "7", "--output", folder["k.csv"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("2 sequences, 2 records, 9 tokens", run.Output, StringComparison.Ordinal);
        Assert.Contains("note 1 record shorter than a k-mer", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            "idx,feature,labels,input_ids,input_str,token_type_ids,attention_mask\n"
                + "one__ of two,ACTGACTGA,7,[5 6 8 7 5 6 8],['ACT' 'CTG' 'TGA' 'GAC' 'ACT' 'CTG' 'TGA'],[0 0 0 0 0 0 0],[1 1 1 1 1 1 1]\n"
                + "short,AC,7,[],[],[],[]\n",
            File.ReadAllText(folder["k.csv"]));
        var tokenizer = OmniTokenizer.FromPretrained(folder["k"]);
        Assert.Equal([5, 6, 8, 7, 5, 6, 8], tokenizer.Tokenize("ACTGACTGA").Ids);
        Assert.Equal(tokenizer.IdOf("<unk>"), Assert.Single(tokenizer.Tokenize("AAA").Ids));
        var again = OmniProgram.Run("tokenizer", "kmers", fasta, "--kmer", "3", "--output", folder["k.csv"]);
        Assert.Equal(2, again.ExitCode);
    }

    [Fact]
    public void AStrideIsKeptByTheTokenizer()
    {
        var fasta = folder.Write("a.fa", ">x\nACGTTGCAAC\n");
        var run = OmniProgram.Run(
            "tokenizer", "kmers", fasta, "--kmer", "4", "--stride", "3", "--reverse-complements", "--output", folder["k.jsonl"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("\"input_str\":[\"ACGT\",\"TTGC\",\"CAAC\"]", File.ReadAllText(folder["k.jsonl"]), StringComparison.Ordinal);
        var tokenizer = OmniTokenizer.FromPretrained(folder["k"]);
        Assert.Equal(["ACGT", "TTGC", "CAAC"], tokenizer.Tokenize("acgttgcaac").Ids.Select(tokenizer.TokenOf));
        Assert.Equal(["GTTG", "GCAA", "ACGT"], tokenizer.Tokenize("GTTGCAACGT").Ids.Select(tokenizer.TokenOf));
    }

    [Theory]
    [InlineData("--kmer", "3", "--stride", "4", "OH1650")]
    [InlineData("--kmer", "30", "--chunk", "0", "OH1651")]
    [InlineData("--kmer", "3", "--labels", "a,b", "OH1650")]
    public void WhatCannotBeIsRefused(string first, string value, string second, string other, string code)
    {
        var fasta = folder.Write("a.fa", ">x\nACGTTGCAAC\n");
        var run = OmniProgram.Run("tokenizer", "kmers", fasta, first, value, second, other, "--output", folder["k.csv"]);
        Assert.StartsWith("error " + code, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["k.csv"]));
    }

    [Fact]
    public void ProteinsHaveNoOtherStrand()
    {
        var fasta = folder.Write("p.fa", ">p\nMEMPLPPDDQELRNVIDKLAQFVARNGPEFEKMTMEKQKD\n");
        string[] line =
        [
            "kmerise_bio", "-i", fasta, "-k", "2", "-l", "0", "-o", folder["k.csv"], "-m", folder["m.json"], "-t", folder["t"],
        ];
        var run = OmniProgram.Run(line);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("proteins have no reverse complement", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, OmniProgram.Run([.. line, "--no_reverse_complement"]).ExitCode);
        Assert.Contains("\"DD\": 7", File.ReadAllText(folder["m.json"]), StringComparison.Ordinal);
    }
}
