using System.Text.Json;
using OmniHelix.Data.Numpy;
using OmniHelix.Data.Tables;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>Columns by name, pairs of sequences, and labels beside results, in <c>train</c>, <c>infer</c> and <c>embed</c>.</summary>
public sealed class FieldTests(TrainFolder training) : IClassFixture<TrainFolder>
{
    private static readonly string[] Columns = ["--sequence-field", "mirna", "--label-field", "bound", "--pair-field", "site"];

    [Fact]
    public void PairsAreLearnedPredictedAndEmbedded()
    {
        var (data, run) = (Pairs(), training.New("run"));
        var trained = training.Train(run, ["--data", data, .. Columns]);
        Assert.True(trained.ExitCode == 0, trained.Error);
        // Nobody said the task.
        Assert.Contains("the labels are taken for sequence_classification", trained.Error, StringComparison.Ordinal);
        Assert.Contains("Columns: sequence 'mirna', second sequence 'site', label 'bound'.", trained.Error, StringComparison.Ordinal);
        var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json"))).RootElement.GetProperty("configuration");
        Assert.Equal("sequence_classification", manifest.GetProperty("task").GetString());
        Assert.Equal("site", manifest.GetProperty("pair_field").GetString());

        var input = Path.Combine(data, "test.csv");
        var inferred = OmniProgram.Run(["infer", "--model", run, "--input", input, .. Columns]);
        Assert.True(inferred.ExitCode == 0, inferred.Error);
        var first = JsonDocument.Parse(inferred.Output.Split('\n')[0]).RootElement;
        Assert.Equal("AAAA", first.GetProperty("sequence").GetString());
        Assert.Equal(("UUUU", "yes"), (first.GetProperty("pair").GetString(), first.GetProperty("label").GetString()));

        // The run says which columns are a pair, and half of one is refused.
        inferred = OmniProgram.Run("infer", "--model", run, "--input", input);
        Assert.True(inferred.ExitCode == 0, inferred.Error);
        first = JsonDocument.Parse(inferred.Output.Split('\n')[0]).RootElement;
        Assert.Equal(("AAAA", "UUUU"), (first.GetProperty("sequence").GetString(), first.GetProperty("pair").GetString()));
        inferred = OmniProgram.Run("infer", "--model", run, "--sequence", "ACGU");
        Assert.Equal(2, inferred.ExitCode);
        Assert.StartsWith("error OH2021", inferred.Error, StringComparison.Ordinal);
        var single = training.New("single.csv");
        File.WriteAllText(single, "mirna,bound\nACGU,yes\n");
        inferred = OmniProgram.Run("infer", "--model", run, "--input", single);
        Assert.StartsWith("error OH1203", inferred.Error, StringComparison.Ordinal);
        Assert.Contains("no column 'site'; the columns present are mirna, bound", inferred.Error, StringComparison.Ordinal);

        var table = training.New("x.parquet");
        var embedded = OmniProgram.Run(["embed", "--model", run, "--input", input, .. Columns, "--layer", "0", "--output", table]);
        Assert.True(embedded.ExitCode == 0, embedded.Error);
        var row = Table.Open(table).Rows().First();
        Assert.Equal(("1", "yes", null), (row["id"], row["label"], row["error"]));
        Assert.Equal(16, ((object?[])row["embedding"]!).Length);
    }

    [Fact]
    public void ArchivesOfEmbeddingsHoldTheirNames()
    {
        var target = training.New("x.npz");
        var words = new[] { "embed", "--model", training.Model, "--sequence", "ACGU,GGMK!,GG", "--output", target };
        var run = OmniProgram.Run([.. words, "--aggregation", "token"]);
        Assert.True(run.ExitCode is 0 or 3, run.Error);
        var arrays = NpzFile.Read(target).ToDictionary(a => a.Key, a => a.Value);
        Assert.Equal(arrays["ids"].Count, arrays["embeddings"].Shape[0]);
        Assert.Equal(["1", "1", "1", "1"], arrays["ids"].ToTexts()[..4]);
        Assert.Equal([1, 2, 3, 4], arrays["positions"].ToDoubles()[..4]);
    }

    [Fact]
    public void TheColumnOfARunIsReadWhereTheRecordsHaveIt()
    {
        var data = Directory.CreateDirectory(training.New("utr")).FullName;
        foreach (var split in new[] { "train", "valid", "test" })
            File.WriteAllText(Path.Combine(data, $"{split}.csv"), "utr,bound\nAAAA,yes\nCCCC,no\nGGGG,yes\nUUUU,no\n");
        var run = training.New("run");
        var trained = training.Train(run, ["--data", data, "--sequence-field", "utr", "--label-field", "bound"]);
        Assert.True(trained.ExitCode == 0, trained.Error);
        var inferred = OmniProgram.Run("infer", "--model", run, "--input", Path.Combine(data, "test.csv"));
        Assert.True(inferred.ExitCode == 0, inferred.Error);
        Assert.Equal("AAAA", JsonDocument.Parse(inferred.Output.Split('\n')[0]).RootElement.GetProperty("sequence").GetString());
        // Other records have other columns, or none.
        foreach (var (name, text) in new[] { ("other.csv", "sequence\nACGU\n"), ("x.fa", ">x\nACGU\n") })
        {
            var file = training.New(name);
            File.WriteAllText(file, text);
            inferred = OmniProgram.Run("infer", "--model", run, "--input", file);
            Assert.True(inferred.ExitCode == 0, inferred.Error);
        }
    }

    [Fact]
    public void ALayerIsItsOutput()
    {
        var last = Values("--layer", "1");
        Assert.Equal(Values(), last);
        Assert.NotEqual(last, Values("--layer", "0"));
        var run = OmniProgram.Run("embed", "--model", training.Model, "--sequence", "ACGU", "--layer", "2");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH3703", run.Error, StringComparison.Ordinal);

        double[] Values(params string[] more)
        {
            var embedded = OmniProgram.Run(["embed", "--model", training.Model, "--sequence", "ACGU", .. more]);
            Assert.True(embedded.ExitCode == 0, embedded.Error);
            var values = JsonDocument.Parse(embedded.Output).RootElement.GetProperty("embedding");
            return [.. values.EnumerateArray().Select(v => v.GetDouble())];
        }
    }

    [Fact]
    public void WhatIsWrongWithColumnsIsSaid()
    {
        var data = Pairs();
        var run = training.Train(training.New("run"), "--data", data, "--sequence-field", "mirna", "--label-field", "bond");
        Assert.Contains("no column 'bond'; the columns present are mirna, site, bound", run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'bound'?", run.Error, StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(data, "train.csv"), "ACGU,,yes\nGG,,no\n");
        run = training.Train(training.New("run"), ["--data", data, .. Columns]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 of 26 records have no second sequence in 'site'", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine(data, "train.csv")}:26", run.Error, StringComparison.Ordinal);
        run = OmniProgram.Run("infer", "--model", training.Model, "--sequence", "ACGU", "--pair-field", "site");
        Assert.StartsWith("error OH2021", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("native", "this is the one trainer")]
    [InlineData("accelerate", "one device")]
    [InlineData("hf_trainer", "evaluates after each epoch")]
    public void OtherTrainersAreUnderstood(string name, string meaning)
    {
        var run = training.Train(training.New("run"), "--trainer", name, "--max-steps", "1");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"note --trainer {name}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(meaning, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownTrainerIsWrongUsage()
    {
        var run = training.Train(training.New("run"), "--trainer", "acelerate");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean 'accelerate'?", run.Error, StringComparison.Ordinal);
    }

    private string Pairs()
    {
        var data = Directory.CreateDirectory(training.New("pairs")).FullName;
        string[] rows = ["AAAA,UUUU,yes", "AAAA,CCCC,no", "GGGG,CCCC,yes", "GGGG,AAAA,no"];
        foreach (var (split, count) in new[] { ("train", 24), ("valid", 4), ("test", 4) })
            File.WriteAllLines(
                Path.Combine(data, split + ".csv"), ["mirna,site,bound", .. Enumerable.Range(0, count).Select(i => rows[i % rows.Length])]);
        return data;
    }
}
