using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni train</c>: what a run leaves, and that it can be cut off anywhere.</summary>
public sealed class TrainTests(TrainFolder folder) : IClassFixture<TrainFolder>
{
    [Fact]
    public void ARunLeavesAFolderThatTellsEverything()
    {
        var output = folder.New();
        var run = folder.Train(output, "--seeds", "1");
        Assert.True(run.ExitCode == 0, run.Error);
        string[] files =
        [
            "run.json", "results.json", "report.html", "data-report.txt", "model/config.json", "model/model.safetensors", "model/vocab.txt",
            "seed-1/metrics.jsonl", "seed-1/result.json", "seed-1/model/model.safetensors",
        ];
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(output, file)), file));
        Assert.Single(Directory.GetFiles(Path.Combine(output, "seed-1", "tensorboard")));
        Assert.Empty(Directory.GetFileSystemEntries(output, "*.tmp", SearchOption.AllDirectories));
        Assert.Contains("majority class", run.Output, StringComparison.Ordinal);
        Assert.Contains("report.html", run.Output, StringComparison.Ordinal);
        Assert.Contains("train:     24 rows", run.Error, StringComparison.Ordinal);
        var report = File.ReadAllText(Path.Combine(output, "report.html"));
        Assert.Contains("majority class", report, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", report, StringComparison.Ordinal);
        Assert.Contains("which had been trained on</th><td>", report, StringComparison.Ordinal);
        Assert.Contains("omni train \\\n    --", report, StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "run.json")));
        Assert.Equal(2, manifest.RootElement.GetProperty("configuration").GetProperty("epochs").GetInt32());
        Assert.Equal(4, manifest.RootElement.GetProperty("data").GetArrayLength());
        var again = folder.Train(output, "--seeds", "1");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("OH5031", again.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", again.Error, StringComparison.Ordinal);
        var other = folder.Train(output, "--seeds", "1", "--resume", "--learning-rate", "0.02");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("OH5033", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, folder.Train(output, "--seeds", "1", "--overwrite", "--max-steps", "1").ExitCode);
    }

    [Fact]
    public void TheNamesOfTheFormerSystemWorkAndJsonCanBeRead()
    {
        var output = folder.New();
        var run = OmniProgram.Run(
            "autotrain", "--dataset", folder.Data, "--model", folder.Model, "--output-dir", output, "--num-epochs", "1", "--batch-size",
            "4", "--learning-rate", "1e-3", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        using var printed = JsonDocument.Parse(run.Output);
        using var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "results.json")));
        foreach (var results in new[] { printed.RootElement, written.RootElement })
        {
            Assert.Equal(("token_classification", "f1_macro", 42), (
                results.GetProperty("task").GetString(),
                results.GetProperty("primary_metric").GetString(),
                results.GetProperty("best_seed").GetInt64()));
            var seed = results.GetProperty("seeds")[0];
            Assert.Equal(1, seed.GetProperty("epochs_run").GetInt32());
            Assert.InRange(seed.GetProperty("test").GetProperty("f1_macro").GetDouble(), 0, 1);
            Assert.True(results.GetProperty("scores").GetArrayLength() >= 3);
        }
    }

    [Fact]
    public void KilledTwiceItEndsAtTheSameNumbers()
    {
        string[] options = ["--seeds", "1,2", "--epochs", "12", "--patience", "0", "--checkpoint-every", "1", "--no-baselines"];
        var (whole, cut) = (folder.New(), folder.New());
        Assert.Equal(0, folder.Train(whole, options).ExitCode);
        Assert.Equal(137, Cut("KILL", cut, "seed-1", options).ExitCode);
        Assert.False(File.Exists(Path.Combine(cut, "seed-1", "result.json")));
        Assert.Equal(137, Cut("KILL", cut, "seed-2", [.. options, "--resume"]).ExitCode);
        Assert.True(File.Exists(Path.Combine(cut, "seed-1", "result.json")));
        Assert.False(File.Exists(Path.Combine(cut, "results.json")));
        var end = folder.Train(cut, [.. options, "--resume"]);
        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(Numbers(whole), Numbers(cut));
        foreach (var model in new[] { "seed-1/model", "seed-2/model", "model" })
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(whole, model, "model.safetensors")),
                File.ReadAllBytes(Path.Combine(cut, model, "model.safetensors")));
    }

    [Fact]
    public void CtrlCStopsCleanlyAndTheRunCanGoOn()
    {
        var output = folder.New();
        string[] options = ["--epochs", "30", "--patience", "0", "--checkpoint-every", "1", "--no-baselines"];
        var stopped = Cut("INT", output, "seed-42", options);
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("cancelled", stopped.Error, StringComparison.Ordinal);
        Assert.Empty(stopped.Output);
        Assert.Empty(Directory.GetFileSystemEntries(output, "*.tmp", SearchOption.AllDirectories));
        Assert.Equal(0, folder.Train(output, [.. options, "--resume"]).ExitCode);
    }

    [Fact]
    public void AFormerRunStandsUntilTheNewOneIsFinished()
    {
        var output = folder.New();
        Assert.Equal(0, folder.Train(output, "--seeds", "1", "--no-baselines").ExitCode);
        var old = File.ReadAllText(Path.Combine(output, "results.json"));
        string[] options = ["--seeds", "2", "--epochs", "30", "--patience", "0", "--checkpoint-every", "1", "--no-baselines"];
        Assert.Equal(137, Cut("KILL", output, "seed-2", [.. options, "--overwrite"]).ExitCode);
        Assert.Equal(old, File.ReadAllText(Path.Combine(output, "former", "results.json")));
        Assert.Equal(0, folder.Train(output, [.. options, "--resume"]).ExitCode);
        Assert.NotEqual(old, File.ReadAllText(Path.Combine(output, "results.json")));
        Assert.False(Directory.Exists(Path.Combine(output, "former")));
    }

    [Fact]
    public void ALossThatIsNoNumberEndsTheRun()
    {
        var run = folder.Train(folder.New(), "--learning-rate", "1000", "--weight-decay", "10", "--warmup-ratio", "0", "--epochs", "20");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error OH5001", run.Error, StringComparison.Ordinal);
        Assert.Contains("at step", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFullDiskEndsTheRunWithoutAStackTrace()
    {
        var output = folder.New();
        Assert.Equal(130, Cut("INT", output, "seed-42", ["--epochs", "30", "--patience", "0", "--checkpoint-every", "1"]).ExitCode);
        // What is written into this device never fits.
        var log = Path.Combine(output, "seed-42", "metrics.jsonl");
        File.Delete(log);
        File.CreateSymbolicLink(log, "/dev/full");
        var run = folder.Train(output, "--epochs", "30", "--patience", "0", "--checkpoint-every", "1", "--resume");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error OH6001", run.Error, StringComparison.Ordinal);
        Assert.Contains("no space left", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    // Sends a signal as soon as this seed has stored a checkpoint.
    private OmniProgram Cut(string signal, string output, string seed, string[] options) =>
        OmniProgram.Run("dotnet", folder.Words(output, options), null, process =>
        {
            var checkpoints = Path.Combine(output, seed, "checkpoints");
            var patience = Stopwatch.StartNew();
            while (!process.HasExited && !(Directory.Exists(checkpoints)
                && Directory.GetDirectories(checkpoints, "step-*").Any(d => !d.EndsWith(".tmp", StringComparison.Ordinal))))
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "No checkpoint came.");
                Thread.Sleep(2);
            }
            if (signal == "KILL") process.Kill();
            else OmniProgram.Run("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        });

    // Everything in results.json but the time.
    private static string Numbers(string output)
    {
        var results = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(output, "results.json")))!;
        foreach (var seed in results["seeds"]!.AsArray()) seed!.AsObject().Remove("train_seconds");
        return results.ToJsonString();
    }
}
