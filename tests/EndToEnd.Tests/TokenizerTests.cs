using System.Text.Json;
using OmniHelix.Data.Tables;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni tokenizer</c>.</summary>
public sealed class TokenizerTests : IDisposable
{
    private static readonly string Promoters = SourceTree.PathOf("samples", "promoter-ecoli", "test.csv.gz");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TokensAreLearnedEncodedAndDecoded()
    {
        var tokens = folder["tokens.json"];
        var run = OmniProgram.Run("tokenizer", "train", Promoters, "--vocab-size", "300", "--output", tokens);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("300 of 300 wanted", run.Output, StringComparison.Ordinal);
        Assert.Contains("probable   ", run.Output, StringComparison.Ordinal);

        run = OmniProgram.Run("tokenizer", "encode", "--sequence", "ACGTTGCA,TTT", "--tokenizer", tokens);
        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["1", "2"], rows.Select(row => row.GetProperty("id").GetString()));
        Assert.Contains("2 records, 11 letters, ", run.Error, StringComparison.Ordinal);
        var ids = rows[0].GetProperty("ids").EnumerateArray().Select(id => id.ToString());
        Assert.Equal(8, rows[0].GetProperty("ends").EnumerateArray().Last().GetInt32());

        run = OmniProgram.Run(["tokenizer", "decode", .. ids, "--tokenizer", tokens]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("ACGTTGCA\n", run.Output);
        File.WriteAllText(folder["ids.txt"], string.Join(' ', ids) + "\n0 5 99999\n");
        run = OmniProgram.Run("tokenizer", "decode", folder["ids.txt"], "--tokenizer", tokens);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("ACGTTGCA\n", run.Output);
        Assert.StartsWith($"error OH1516 {folder["ids.txt"]}:2: '99999'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unigram")]
    [InlineData("bpe")]
    [InlineData("wordpiece")]
    [InlineData("word-level")]
    public void EveryModelIsLearnedIntoAFolderToo(string model)
    {
        var run = OmniProgram.Run(
            "tokenizer", "train", Promoters, "--model", model, "--vocab-size", "60", "--break-size", "12", "--both-strands", "--output",
            folder["tokens"], "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(60, JsonDocument.Parse(run.Output).RootElement.GetProperty("found").GetInt32());
        run = OmniProgram.Run("tokenizer", "inspect", folder["tokens"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("60 tokens, DNA", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOutputIsReplacedOnlyWhenAsked()
    {
        File.WriteAllText(folder["tokens.json"], "mine");
        var run = OmniProgram.Run("tokenizer", "train", Promoters, "--output", folder["tokens.json"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH2031", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["tokens.json"]));
    }

    [Fact]
    public void WhatACorpusDoesNotGiveIsSaid()
    {
        File.WriteAllText(folder["x.fa"], ">a\nACGT<mask>ACGT\n>b\nACGT\n");
        var run = OmniProgram.Run("tokenizer", "train", folder["x.fa"], "--output", folder["tokens.json"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH1103", run.Error, StringComparison.Ordinal);
        File.WriteAllText(folder["x.csv"], "sequence\nACGTACGTAC\nACGTTT\n");
        run = OmniProgram.Run("tokenizer", "train", folder["x.csv"], "--special-tokens", "<unk>,GTAC", "--output", folder["y.json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("fewer than the 32,000 wanted", run.Error, StringComparison.Ordinal);
        Assert.Contains($"in the text 2 times and were read as letters, first in {folder["x.csv"]}:2", run.Error, StringComparison.Ordinal);
        File.WriteAllText(folder["empty.fa"], "");
        run = OmniProgram.Run("tokenizer", "train", folder["empty.fa"], "--output", folder["z.json"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH1005", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["z.json"]));
    }

    [Fact]
    public void ATokenizerHasAPage()
    {
        var (tokens, page) = (folder["tokens.json"], folder["tokens.html"]);
        var run = OmniProgram.Run("tokenizer", "train", Promoters, "--vocab-size", "300", "--output", tokens, "--report", page);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"page written to {page}", run.Error, StringComparison.Ordinal);
        Assert.Contains("Tokens by score", File.ReadAllText(page), StringComparison.Ordinal);
        run = OmniProgram.Run("tokenizer", "inspect", tokens, "--report", page);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH2031", run.Error, StringComparison.Ordinal);
        run = OmniProgram.Run("tokenizer", "inspect", tokens, "--report", page, "--overwrite");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public void BreakSizesAreComparedWithWholeSequences()
    {
        var output = folder["sizes"];
        var run = OmniProgram.Run(
            "tokenizer", "break-sizes", Promoters, "--sizes", "40,0,20,1000", "--vocab-size", "300", "--output", output, "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        var trials = JsonDocument.Parse(run.Output).RootElement.GetProperty("trials").EnumerateArray().ToList();
        Assert.Equal([0, 20, 40, 1000], trials.Select(trial => trial.GetProperty("break_size").GetInt32()));
        // Pieces longer than every sequence change nothing; shorter ones change the more the shorter they are.
        var shared = trials.ConvertAll(trial => trial.GetProperty("shared_fraction").GetDouble());
        Assert.Equal((1.0, 1.0), (shared[0], shared[3]));
        Assert.True(shared[1] < shared[2] && shared[2] < 1, string.Join(' ', shared));
        Assert.Equal(0, trials[3].GetProperty("weight_variance").GetDouble());
        Assert.Equal(
            ["break-sizes.tsv", "report.html", "tokens-0.json", "tokens-1000.json", "tokens-20.json", "tokens-40.json"],
            Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllText(Path.Combine(output, "tokens-0.json")), File.ReadAllText(Path.Combine(output, "tokens-1000.json")));
        Assert.Equal(5, File.ReadAllLines(Path.Combine(output, "break-sizes.tsv")).Length);
    }

    [Fact]
    public void TheNamesOfGenomeNlpAreUnderstood()
    {
        File.WriteAllText(folder["x.fa"], ">a\nacgtacgtacgggta\n>b\nACGTACGGGTACGTAA\n");
        var tokens = folder["tokens.json"];
        var run = OmniProgram.Run("tokenise_bio", "-i", folder["x.fa"], folder["x.fa"], "-v", "30", "-c", "upper");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH2020: -t is missing", run.Error, StringComparison.Ordinal);
        run = OmniProgram.Run("tokenise_bio", "-i", folder["x.fa"], "-v", "30", "-c", "upper", "-t", tokens, "-e", "ACGT");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("Sample input sequence: ACGT\nSample tokenised: [", run.Output, StringComparison.Ordinal);
        var lines = OmniProgram.Run("tokenise_bio", "-t", tokens, "-e", "ACGT").Output.Split('\n').Skip(2).SkipLast(1);
        Assert.Equal("ACGT", string.Concat(lines.Select(line => line.Split("\t:: ")[1])));

        run = OmniProgram.Run("parse_sp_tokens", tokens, "-o", folder["plots"]);
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (var ending in new[] { "pdf", "png", "svg" })
            Assert.True(new FileInfo(folder["plots", $"kmer_length_histogram.{ending}"]).Length > 1000);
        run = OmniProgram.Run("parse_sp_tokens", tokens, "-s", "[CLS]", "-o", folder["others"]);
        Assert.StartsWith("error OH1650", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.jsonl.gz")]
    [InlineData("rows.parquet")]
    public void RowsGoToAnyTable(string file)
    {
        File.WriteAllText(folder["x.fa"], ">long\nACGUACGUAC\n>odd\nACXXGR\n");
        var run = OmniProgram.Run(
            "tokenizer", "encode", folder["x.fa"], "--tokenizer", "omnihelix-rna-1m", "--max-length", "7", "--stride", "1", "--masks",
            "--output", folder[file], "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        var counts = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(16, counts.GetProperty("letters").GetInt32());
        Assert.Equal(1, counts.GetProperty("cut_records").GetInt32());
        Assert.Equal(2, counts.GetProperty("unknown_letters").GetProperty("X").GetInt32());
        var table = Table.Open(folder[file]);
        Assert.Equal(
            ["id", "row", "tokens", "ids", "starts", "ends", "attention_mask", "special_tokens_mask", "token_type_ids"],
            table.Columns.Select(column => column.Name));
        Assert.Equal(["long", "long", "long", "odd"], table.Rows().Select(row => row["id"]!.ToString()));
    }

    [Fact]
    public void TheTokenizerOfAShippedModelIsInspected()
    {
        var run = OmniProgram.Run("tokenizer", "inspect", "omnihelix-rna-1m");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("<cls> A <eos>; pairs <cls> A <eos> B <eos>", run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("tokenizer", "inspect", "omnihelix-rna-1m", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(24, JsonDocument.Parse(run.Output).RootElement.GetProperty("vocabulary_size").GetInt32());
    }

    [Fact]
    public void WhatIsNoTokenizerIsNamed()
    {
        var run = OmniProgram.Run("tokenizer", "inspect", "no/such/folder");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH5302 no/such/folder", run.Error, StringComparison.Ordinal);
    }
}
