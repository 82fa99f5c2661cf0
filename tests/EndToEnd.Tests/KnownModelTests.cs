using System.Text.Json;
using OmniHelix.Models;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>What the program knows of published models, and does with letters that a model was not trained on.</summary>
public sealed class KnownModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new("omni-known-");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AModelOfPublishedSizesIsShownWithItsFacts()
    {
        var config = folder.Write("config.json", """
            {"model_type":"utrlm","vocab_size":26,"hidden_size":128,"num_hidden_layers":6,"num_attention_heads":16,
             "intermediate_size":512,"position_embedding_type":"rotary"}
            """);
        using (var model = OmniModel.Create(config, TaskType.MaskedLanguageModel, new OmniModelOptions(), seed: 1))
            model.SavePretrained(folder["model"]);
        var run = OmniProgram.Run("model", "inspect", folder["model"]);
        Assert.True(run.ExitCode == 0, run.Error);
        const string Names = "published as    multimolecule/utrlm-te_el, multimolecule/utrlm-mrl, by its sizes";
        Assert.Contains(Names, run.Output, StringComparison.Ordinal);
        Assert.Contains("  licence       AGPL-3.0", run.Output, StringComparison.Ordinal);
        Assert.Contains("Chu et al. 2024", run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("model", "inspect", folder["model"], "--json");
        var first = JsonDocument.Parse(run.Output).RootElement.GetProperty("published")[0];
        Assert.Equal("multimolecule/utrlm-te_el", first.GetProperty("name").GetString());
        Assert.Equal(1024, first.GetProperty("max_tokens").GetInt32());
        run = OmniProgram.Run("model", "inspect", "omnihelix-rna-1m");
        Assert.DoesNotContain("published as", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void UIsReadAsTByAModelOfDnaAndSaidInEveryCommand()
    {
        WriteDna();
        var run = OmniProgram.Run("embed", "--model", folder["dna"], "--sequence", "ACGUU,ACGTT", "--output", folder["v.jsonl"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("2 of 10 letters are U and are read as T", run.Error, StringComparison.Ordinal);
        var vectors = File.ReadLines(folder["v.jsonl"]).Select(Embedding).ToList();
        Assert.All(vectors[0].Zip(vectors[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        var rows = string.Concat(Enumerable.Range(0, 12).Select(i => $"{(i % 2 == 0 ? "ACGUUACG" : "GGCAACGG")},{i % 2}\n"));
        var train = folder.Write("train.csv", "sequence,label\n" + rows);
        run = OmniProgram.Run(
            "train", "--model", folder["dna"], "--data", train, "--task", "sequence_classification", "--epochs", "1", "--output",
            folder["run"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("letters are U and are read as T", run.Output + run.Error, StringComparison.Ordinal);
        run = OmniProgram.Run("evaluate", "--model", folder["run"], "--data", train, "--split", "train");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("12 of 96 letters are U and are read as T", run.Output + run.Error, StringComparison.Ordinal);
        // A protein stays one.
        run = OmniProgram.Run("embed", "--model", folder["dna"], "--sequence", "MKLEELF");
        Assert.Contains("OH1402", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("infer --sequence ACGU --model")]
    [InlineData("embed --sequence ACGU --model")]
    [InlineData("attention --sequence ACGU --output a.npz --model")]
    [InlineData("train --data x.csv --output run --model")]
    [InlineData("pretrain --data x.fasta --output run --model")]
    public void AModelOfCellsRefusesSequencesInWords(string command)
    {
        folder.Write("x.csv", "sequence,label\nACGU,0\nGGCC,1\n");
        folder.Write("x.fasta", ">a\nACGU\n");
        var words = command.Replace("x.csv", folder["x.csv"], StringComparison.Ordinal)
            .Replace("x.fasta", folder["x.fasta"], StringComparison.Ordinal).Split(' ');
        var run = OmniProgram.Run([.. words, SourceTree.PathOf("tests", "goldens", "cells", "models", "scbert_wced")]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH3405", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 fields at a position (genes, expressions)", run.Error, StringComparison.Ordinal);
    }

    private static double[] Embedding(string line) =>
        [.. JsonDocument.Parse(line).RootElement.GetProperty("embedding").EnumerateArray().Select(value => value.GetDouble())];

    private void WriteDna()
    {
        string[] tokens = ["<cls>", "<pad>", "<eos>", "<unk>", "A", "C", "G", "T", "N", "<mask>"];
        var config = folder.Write("config.json", """
            {"model_type":"esm","vocab_size":10,"hidden_size":16,"num_hidden_layers":1,"num_attention_heads":2,"intermediate_size":16,
             "position_embedding_type":"rotary","pad_token_id":1,"mask_token_id":9}
            """);
        using (var model = OmniModel.Create(config, TaskType.MaskedLanguageModel, new OmniModelOptions(), seed: 1))
            model.SavePretrained(folder["dna"]);
        File.WriteAllLines(folder["dna/vocab.txt"], tokens);
        File.WriteAllText(folder["dna/tokenizer_config.json"], """{"tokenizer_class":"EsmTokenizer"}""");
    }
}
