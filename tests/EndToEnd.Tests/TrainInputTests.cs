using System.IO.Compression;
using System.Text.Json.Nodes;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>What <c>omni train</c> says about data, models and command lines that are wrong: before it makes a folder.</summary>
public sealed class TrainInputTests(TrainFolder folder) : IClassFixture<TrainFolder>
{
    [Theory]
    [InlineData("OH1301", "'x' 1 times", "ACGUACGU", "((..))x.")]
    [InlineData("OH1301", "'<' 2 times", "ACGUACGU", "<<...).)")]
    [InlineData("OH1302", "(5 labels, 8 bases)", "ACGUACGU", "((.))")]
    [InlineData("OH1403", "both T and U", "ACGUACGT", "........")]
    [InlineData("OH1402", "protein", "MKTAYIAKQRQISFVKSHFSRQ", "......................")]
    [InlineData("OH1206", "empty sequence", "", "")]
    public void ABadRecordIsNamedWithItsLine(string code, string message, string sequence, string label) =>
        Fails(
            code,
            message,
            "train.jsonl:25",
            data => File.AppendAllText(Path.Combine(data, "train.jsonl"), TrainFolder.Record(sequence, label) + "\n"));

    [Fact]
    public void ABrokenLineOfJsonIsNamed() =>
        Fails(
            "OH1201",
            "JSON",
            "valid.jsonl:9",
            data => File.AppendAllText(Path.Combine(data, "valid.jsonl"), "{\"sequence\": \"ACGU\", \"label\": \n"));

    [Fact]
    public void AnEmptyFileIsNamed() =>
        Fails("OH1005", "no record", "test.jsonl", data => File.WriteAllText(Path.Combine(data, "test.jsonl"), ""));

    [Fact]
    public void ATruncatedGzipIsNamed() => Fails("OH1002", "gzip", "train.jsonl.gz", data =>
    {
        var plain = Path.Combine(data, "train.jsonl");
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(File.ReadAllBytes(plain));
        File.WriteAllBytes(plain + ".gz", memory.ToArray()[..^30]);
        File.Delete(plain);
    });

    [Fact]
    public void ATableWithoutSequencesTellsItsColumns() => Fails("OH1203", "name, structure", "train.csv", data =>
    {
        File.Delete(Path.Combine(data, "train.jsonl"));
        File.WriteAllText(Path.Combine(data, "train.csv"), "name,structure\na,((..))\n");
    });

    [Fact]
    public void ALabelPerBaseMayBeAListAsWellAsText()
    {
        var lists = folder.NewData();
        foreach (var file in Directory.GetFiles(lists, "*.jsonl"))
        {
            var records = File.ReadLines(file).Select(line => JsonNode.Parse(line)!).ToList();
            foreach (var record in records)
                record["label"] = new JsonArray([.. ((string)record["label"]!).Select(symbol => (JsonNode)symbol.ToString())]);
            File.WriteAllLines(file, records.Select(record => record.ToJsonString()));
        }
        var (text, list) = (folder.New(), folder.New());
        foreach (var run in new[] { folder.Train(text), folder.Train(list, "--data", lists) }) Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Results(text), Results(list));

        static string Results(string run) =>
            JsonNode.Parse(File.ReadAllText(Path.Combine(run, "results.json")))!["seeds"]![0]!["test"]!.ToJsonString();
    }

    [Fact]
    public void OneLabelOfSeveralMayBeMissing()
    {
        var data = Directory.CreateDirectory(folder.New("data")).FullName;
        // Validation is set aside, with each set of labels on either side.
        foreach (var (split, rows) in new[] { ("train", 24), ("test", 9) })
            File.WriteAllLines(Path.Combine(data, split + ".jsonl"), Enumerable.Range(0, rows).Select(Record));
        var output = folder.New();
        var run = folder.Train(output, "--data", data);
        Assert.True(run.ExitCode == 0, run.Error);
        var results = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "results.json")))!;
        Assert.Equal("multilabel_classification", (string?)results["task"]);
        Assert.True((double)results["seeds"]![0]!["test"]!["f1_macro"]! > 0);

        static string Record(int i)
        {
            var (first, last) = (i % 2, i / 2 % 2);
            var sequence = $"{"GC"[first]}ACGU{"AC"[last]}";
            return $$"""{"sequence": "{{sequence}}", "label": [{{first}}, {{last}}, {{(i % 3 == 0 ? -100 : 1)}}]}""";
        }
    }

    [Fact]
    public void ALongSequenceHasToBeCutOnRequest()
    {
        var data = folder.NewData();
        File.AppendAllText(Path.Combine(data, "train.jsonl"), TrainFolder.Record(new string('A', 100), new string('.', 100)) + "\n");
        var output = folder.New();
        var refused = folder.Train(output, "--data", data);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("OH1401", refused.Error, StringComparison.Ordinal);
        Assert.Contains("train.jsonl:25", refused.Error, StringComparison.Ordinal);
        var cut = folder.Train(output, "--data", data, "--truncate", "--max-steps", "1", "--no-baselines");
        Assert.True(cut.ExitCode == 0, cut.Error);
        Assert.Contains("1 sequence cut to 64 tokens (38 tokens lost)", cut.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelFolderThatDoesNotFitItsConfigurationIsNamed()
    {
        const string Query = "esm.encoder.layer.0.attention.self.query.weight";
        Assert.Contains(Query, Model("OH3301", tensors => tensors.Where(t => t.Name != Query)), StringComparison.Ordinal);
        Assert.Contains(
            "left.over",
            Model("OH3301", tensors => tensors.Append(TensorSource.FromMemory("esm.encoder.left.over", DType.Float32, [1], new byte[4]))),
            StringComparison.Ordinal);
        Assert.Contains(
            "[8, 32]",
            Model("OH3301", tensors => tensors.Select(t => t.Name == Query ? t with { Shape = [8, 32] } : t)),
            StringComparison.Ordinal);

        string Model(string code, Func<IEnumerable<TensorSource>, IEnumerable<TensorSource>> change)
        {
            var (model, output) = (folder.NewModel(), folder.New());
            using (var weights = Checkpoint.Open(folder.Model))
                SafetensorsWriter.Write(
                    Path.Combine(model, "model.safetensors"),
                    change(weights.Names.Select(weights.Get)
                        .Select(t => TensorSource.FromMemory(t.Name, t.Type, t.Shape, t.Bytes.ToArray()))));
            var run = folder.Train(output, "--model", model);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains($"error {code}", run.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(output));
            return run.Error;
        }
    }

    [Fact]
    public void ACutOffWeightFileIsNamed()
    {
        var model = folder.NewModel();
        var file = Path.Combine(model, "model.safetensors");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^100]);
        var run = folder.Train(folder.New(), "--model", model);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error OH3010", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OH2002", "Did you mean '--learning-rate'?", "--learning-rat", "1e-3")]
    [InlineData("OH2002", "unknown flag '--lr'", "--lr", "1e-3")]
    [InlineData("OH2014", "--epochs", "--epochs", "0")]
    [InlineData("OH2013", "--epochs", "--epochs", "many")]
    [InlineData("OH2021", "--window-overlap", "--truncate", "--window-overlap", "4")]
    [InlineData("OH2021", "--overwrite", "--resume", "--overwrite")]
    [InlineData("OH5052", "seeds", "--seeds", "1,1")]
    [InlineData("OH5140", "Did you mean 'linear'?", "--scheduler", "linaer")]
    [InlineData("OH5110", "f1_macro", "--primary-metric", "f1_marco")]
    [InlineData("OH5110", "Did you mean 'f1_macro'?", "--metrics", "f1macro")]
    [InlineData("OH5111", "is not defined for the task token_classification", "--metrics", "mcc,rmse")]
    [InlineData("OH2901", "token_classification", "--task", "token_clasification")]
    public void WrongUsageIsExitCodeTwo(string code, string message, params string[] words)
    {
        var output = folder.New();
        var run = folder.Train(output, words);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error {code}", LastError(run), StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
    }

    [Theory]
    [InlineData("learning_rates: 1e-3\n", "OH2012", "Did you mean 'learning_rate'?")]
    [InlineData("epochs: many\n", "OH2013", "expected integer")]
    public void AConfigurationFileIsCheckedToo(string text, string code, string message)
    {
        var config = folder.New("task.yaml");
        File.WriteAllText(config, "patience: 3\n" + text);
        var run = folder.Train(folder.New(), "--config", config);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error {code} {config}:2", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownKeyOfTheDataSetIsNamed() =>
        Fails(
            "OH1602",
            "task_type",
            "config.json",
            data => File.WriteAllText(Path.Combine(data, "config.json"), """{ "task_typ": "token_classification" }"""));

    private void Fails(string code, string message, string place, Action<string> spoil)
    {
        var (data, output) = (folder.NewData(), folder.New());
        spoil(data);
        var run = folder.Train(output, "--data", data);
        Assert.True(run.ExitCode is 1 or 2, run.Error);
        Assert.Contains($"error {code}", LastError(run), StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(place, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.False(Directory.Exists(output));
    }

    private static string LastError(OmniProgram run) =>
        run.Error[Math.Max(0, run.Error.LastIndexOf("error OH", StringComparison.Ordinal))..];
}
