using System.Text.Json.Nodes;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>
/// One configuration: where its values come from, what <c>run.json</c> keeps of it, and that a run can be repeated from that.
/// </summary>
public sealed class RunConfigurationTests(TrainFolder folder) : IClassFixture<TrainFolder>
{
    [Fact]
    public void ADeviceThatIsNotThereLeavesNothingBehind()
    {
        var output = folder.New();
        var run = folder.Train(output, "--device", "cuda:200");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH4002", run.Error, StringComparison.Ordinal);
        var pretrain = OmniProgram.Run(
            "pretrain", "--data", folder.Data, "--model", folder.Model, "--output", output, "--device", "cuda:200");
        Assert.Equal(2, pretrain.ExitCode);
        Assert.StartsWith("error OH4002", pretrain.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(output));
    }

    [Fact]
    public void ACopyOfAManifestRepeatsARunOfItsKindOnly()
    {
        var (first, second) = (folder.New(), folder.New());
        Assert.Equal(0, folder.Train(first).ExitCode);
        var copy = folder.New("copy.json");
        File.Copy(Path.Combine(first, "run.json"), copy);
        var again = OmniProgram.Run("train", "--config", copy, "--output", second, "--baselines", "false");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.False((bool)Read(second).Values["baselines"]!);
        var other = OmniProgram.Run("pretrain", "--config", copy, "--output", folder.New());
        Assert.Equal(2, other.ExitCode);
        Assert.StartsWith("error OH2016", other.Error, StringComparison.Ordinal);
        Assert.Contains("omni train", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryValueOfARunTellsWhereItCameFrom()
    {
        var data = folder.NewData();
        var output = folder.New();
        var config = folder.New("task.yaml");
        File.WriteAllText(
            Path.Combine(data, "config.json"),
            """
            { "task_type": "token_classification", "label2id": { "(": 0, ")": 1, ".": 2 }, "epochs": 7, "patience": 2, "weight_decay": 0,
              "seeds": [3], "loss": {"type": "cross_entropy", "class_weights": [1, 1, 2]} }
            """);
        File.WriteAllText(config, "# a run\nlearning_rate: 0.01\nepochs: 1\nwindow-overlap: 4\n");
        var run = OmniProgram.Run(
            "train", "--data", data, "--model", folder.Model, "--output", output, "--config", config, "--batch-size", "4",
            "--learning-rate", "0.02");
        Assert.True(run.ExitCode == 0, run.Error);
        var (values, origins) = Read(output);
        Assert.Equal(0.02, (double)values["learning_rate"]!);
        var expected = new Dictionary<string, string>
        {
            ["data"] = "flag",
            ["model"] = "flag",
            ["output"] = "flag",
            ["batch_size"] = "flag",
            ["token_budget"] = "flag",
            ["learning_rate"] = "flag",
            ["epochs"] = $"file {config}:3",
            ["window_overlap"] = $"file {config}:4",
            ["long_sequences"] = $"file {config}:4",
            ["task"] = "data set",
            ["patience"] = "data set",
            ["weight_decay"] = "data set",
            ["seeds"] = "data set",
            ["loss"] = "data set",
            ["class_weights"] = "data set",
            ["max_length"] = "model",
        };
        Assert.All(origins, o => Assert.Equal(expected.GetValueOrDefault(o.Key, "default"), (string)o.Value!));
        Assert.Equal("[3]", values["seeds"]!.ToJsonString());
        Assert.Equal("f1_macro", (string)values["primary_metric"]!);
        Assert.Equal("window", (string)values["long_sequences"]!);
        AssertWhole(values, origins);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "run.json")))!;
        Assert.Matches("^([0-9a-f]{40}|unknown)$", (string)manifest["commit"]!);
    }

    [Fact]
    public void TheManifestOfARunRepeatsIt()
    {
        var (old, again) = (folder.New(), folder.New());
        Assert.Equal(0, folder.Train(old, "--seeds", "1,2", "--scheduler", "cosine", "--balance-classes", "--no-baselines").ExitCode);
        var run = OmniProgram.Run("train", "--config", Path.Combine(old, "run.json"), "--output", again);
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (var model in new[] { "seed-1/model", "seed-2/model", "model" })
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(old, model, "model.safetensors")),
                File.ReadAllBytes(Path.Combine(again, model, "model.safetensors")));
        var (values, origins) = Read(again);
        var (first, _) = Read(old);
        values["output"] = first["output"]!.DeepClone();
        Assert.Equal(first.ToJsonString(), values.ToJsonString());
        Assert.StartsWith($"file {Path.Combine(old, "run.json")}:", (string)origins["learning_rate"]!, StringComparison.Ordinal);
        Assert.Equal("flag", (string)origins["output"]!);
    }

    [Fact]
    public void AFolderIsEnoughToGoOn()
    {
        var (whole, cut) = (folder.New(), folder.New());
        string[] options = ["--seeds", "1,2", "--no-baselines"];
        Assert.Equal(0, folder.Train(whole, options).ExitCode);
        Assert.Equal(0, folder.Train(cut, options).ExitCode);
        // As if it had been killed in the second seed, and moved.
        Directory.Delete(Path.Combine(cut, "seed-2"), recursive: true);
        File.Delete(Path.Combine(cut, "results.json"));
        var moved = folder.New("moved");
        Directory.Move(cut, moved);
        var run = OmniProgram.Run("train", "--resume", moved);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole, "seed-2", "model", "model.safetensors")),
            File.ReadAllBytes(Path.Combine(moved, "seed-2", "model", "model.safetensors")));
        Assert.True(File.Exists(Path.Combine(moved, "results.json")));
        var done = OmniProgram.Run("train", "--resume", "--output", moved);
        Assert.True(done.ExitCode == 0, done.Error);
        Fails("OH5033", "train", "--output", moved, "--resume", "--epochs", "3");
        Fails("OH2021", "train", "--resume", moved, "--output", whole);
        Fails("OH2021", "train", "--resume", moved, "--overwrite");
        Fails("OH2021", "train", "--resume", moved, "--config", Path.Combine(whole, "run.json"));
        Fails("OH5033", "train", "--resume", moved, "--epochs", "3");
        Fails("OH5032", "train", "--resume", folder.New());
    }

    [Fact]
    public void PreTrainingIsRepeatedFromItsManifestToo()
    {
        var (old, again) = (folder.New(), folder.New());
        var first = OmniProgram.Run(
            "pretrain", "--data", folder.Data, "--model", folder.Model, "--output", old, "--max-steps", "2", "--validation-share", "0.2");
        Assert.True(first.ExitCode == 0, first.Error);
        var (values, origins) = Read(old);
        Assert.Equal((1e-3, "default"), ((double)values["learning_rate"]!, (string)origins["learning_rate"]!));
        Assert.Equal((0.2, "flag"), ((double)values["validation_share"]!, (string)origins["validation_share"]!));
        var second = OmniProgram.Run("pretrain", "--config", Path.Combine(old, "run.json"), "--output", again);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(old, "model", "model.safetensors")),
            File.ReadAllBytes(Path.Combine(again, "model", "model.safetensors")));
    }

    [Theory]
    [InlineData("{ \"task_type\": \"token_classification\",\n  \"loss\": {\"type\": \"hinge\"} }", "OH1603", ":2:20")]
    [InlineData("{ \"task_type\": \"token_classification\",\n  \"epochs\": 3,\n  \"epochs\": 4 }", "OH1606", ":3:3")]
    [InlineData("{ \"task_type\": \"token_classification\",\n  \"epocs\": 3 }", "OH1602", ":2:3")]
    [InlineData("{ \"task_type\": \"token_classification\",\n  \"epochs\": \"3\" }", "OH1603", ":2:13")]
    public void AWrongKeyOfTheDataSetIsNamedWithLineAndColumn(string text, string code, string place)
    {
        var data = folder.NewData();
        File.WriteAllText(Path.Combine(data, "config.json"), text);
        var run = folder.Train(folder.New(), "--data", data, "--epochs", "2");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error {code} {Path.Combine(data, "config.json")}{place}: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void TheDemoKeepsItsConfigurationToo()
    {
        var (old, again) = (folder.New(), folder.New());
        var demo = OmniProgram.Run("demo", "--steps", "2", "--output", old);
        Assert.True(demo.ExitCode == 0, demo.Error);
        var (values, origins) = Read(old);
        AssertWhole(values, origins);
        Assert.Equal((2, "caller"), ((int)values["max_steps"]!, (string)origins["max_steps"]!));
        var run = OmniProgram.Run("train", "--config", Path.Combine(old, "run.json"), "--output", again);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(old, "model", "model.safetensors")),
            File.ReadAllBytes(Path.Combine(again, "model", "model.safetensors")));
    }

    private static void Fails(string code, params string[] words)
    {
        var run = OmniProgram.Run(words);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error {code}", run.Error, StringComparison.Ordinal);
    }

    private static void AssertWhole(JsonObject values, JsonObject origins)
    {
        Assert.Equal(values.Select(v => v.Key), origins.Select(o => o.Key));
        Assert.All(values, v => Assert.True(v.Value is not null, v.Key));
        Assert.NotEqual(values["batch_size"]!.ToString() == "none", values["token_budget"]!.ToString() == "none");
    }

    private static (JsonObject Values, JsonObject Origins) Read(string run)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!;
        return (manifest["configuration"]!.AsObject(), manifest["origins"]!.AsObject());
    }
}
