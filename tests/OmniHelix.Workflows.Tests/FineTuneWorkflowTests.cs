using System.Text.Json;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Models;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>Seeds, going on, weights and folders of a run, and what is refused before there is one.</summary>
public sealed class FineTuneWorkflowTests : FineTuneRuns
{
    [Fact]
    public void SeedsAreSummedUpAndTheBestIsChosenOnValidation()
    {
        var outcome = Run("run", Options("run") with { Seeds = [1, 2, 3] });
        var results = RunResults.Read(folder["run"]);
        Assert.Equal([1L, 2, 3], results.Seeds.Select(s => s.Seed));
        Assert.Equal("f1_macro", results.PrimaryMetric);
        Assert.Equal(results.Seeds.MaxBy(s => s.Valid["f1_macro"])!.Seed, results.BestSeed);
        var tests = results.Seeds.Select(s => s.Test["f1_macro"]).ToList();
        Assert.Equal((3, tests.Average()), (results.Summary["f1_macro"].Count, results.Summary["f1_macro"].Mean));
        Assert.Equal(Math.Sqrt(tests.Sum(t => Math.Pow(t - tests.Average(), 2)) / 2), results.Summary["f1_macro"].StandardDeviation, 12);
        Assert.Equal(Weights("run", $"seed-{results.BestSeed}", "model"), Weights("run", "model"));
        Assert.Equal(results.Seeds.Single(s => s.Seed == results.BestSeed).Test["f1_macro"], results.Scores[0].Score!.Value, 12);
        Assert.Equal(["this model", "majority class", "21-base window, logistic regression", "minimum-free-energy folding"],
            results.Scores.Select(s => s.Name));
        Assert.All(results.Scores, s => Assert.InRange(s.Score!.Value, s.Low!.Value, s.High!.Value));
        Assert.NotNull(RunManifest.TryRead(folder["run"])!.Finished);
        Assert.Equal(8, outcome.Test!.Findings.OfType<StructureFinding>().Single().Predictions.Count);
        using var model = OmniModel.FromPretrained(folder["run", "model"]);
        Assert.Equal(model.ParameterCount(), outcome.Model.Parameters);
        Assert.All(results.Seeds, s => Assert.Equal(model.ParameterCount(), s.TrainedParameters));
        var predicted = Table.Open(folder["run", "predictions.parquet"]).Rows().Select(r => (string)r["id"]!);
        Assert.Equal(outcome.Data.Test!.Examples.Select(e => e.Id), predicted);
    }

    [Fact]
    public void ATrainerOfAProgramEndsAtTheSameWeights()
    {
        Run("run", Options("run") with { Baselines = false, Seeds = [42] });
        var options = Options("run").Trainer;
        var data = folder["data"];
        using var model = new OmniModelForTokenClassification(
            folder["model"], Tiny.Tokenizer, new Dictionary<string, int> { ["("] = 0, [")"] = 1, ["."] = 2 }, seed: 42);
        var trainer = new Trainer(
            model, new OmniDataset(data, Tiny.Tokenizer), new OmniDataset(data, Tiny.Tokenizer, "valid"),
            new OmniDataset(data, Tiny.Tokenizer, "test"), options);
        trainer.Run(batchSize: 4);
        using var trained = OmniModel.FromPretrained(folder["run", "model"]);
        Assert.Equal(Tiny.Weights(trained), Tiny.Weights(model));
        Assert.Equal(RunResults.Read(folder["run"]).Seeds[0].Test["f1_macro"], trainer.Evaluate().Values["f1_macro"]);
    }

    [Fact]
    public void AFinishedRunTakesFurtherSeedsFromDataSpelledOtherwise()
    {
        Run("run", Options("run") with { Baselines = false });
        var first = Weights("run", "seed-42", "model");
        var more = Options("run") with
        {
            Data = Path.Combine(folder.Path, ".", "data"),
            Seeds = [42, 43],
            Baselines = false,
            Existing = ExistingRun.Resume,
            Trainer = Options("run").Trainer with { LogEverySteps = 3 },
        };
        Run("run", more);
        Assert.Equal([42L, 43], RunResults.Read(folder["run"]).Seeds.Select(s => s.Seed));
        Assert.Equal(first, Weights("run", "seed-42", "model"));
        Run("whole", Options("whole") with { Seeds = [42, 43], Baselines = false });
        Assert.Equal(Weights("whole", "seed-43", "model"), Weights("run", "seed-43", "model"));
    }

    [Fact]
    public void AHeadOfTheSameClassesIsKeptAndANewOneIsNamed()
    {
        Run("first", Options("first") with { Baselines = false });
        var told = new Listener();
        var still = Options("second") with
        {
            Model = folder["first"],
            Baselines = false,
            Trainer = new TrainerOptions { Epochs = 1, MaxSteps = 1, LearningRate = 1e-12 },
        };
        var second = Run("second", still, told);
        Assert.Contains(told.Messages, m => m.StartsWith("All weights come from", StringComparison.Ordinal));
        var (before, after) = (RunResults.Read(folder["first"]), RunResults.Read(folder["second"]));
        Assert.Equal(before.Seeds[0].Valid["mcc"], after.Seeds[0].Valid["mcc"], 1e-9);
        var anew = new Listener();
        Run("third", still with { Output = folder["third"], NewHead = true }, anew);
        Assert.Contains(anew.Messages, m => m.StartsWith("New weights: classifier.weight, classifier.bias;", StringComparison.Ordinal));
        Assert.True(second.Manifest.Configuration.ContainsKey("new_head"));
    }

    [Fact]
    public void AnInfinitePerplexityIsAResult()
    {
        Run("run", Options("run") with { Baselines = false });
        var results = RunResults.Read(folder["run"]);
        var seed = results.Seeds[0] with { Valid = new Dictionary<string, double> { ["perplexity"] = double.PositiveInfinity } };
        (results with { Seeds = [seed] }).Write(folder["run"]);
        Assert.Contains("\"perplexity\": null", File.ReadAllText(folder["run", "results.json"]), StringComparison.Ordinal);
        Assert.Equal(double.NaN, RunResults.Read(folder["run"]).Seeds[0].Valid["perplexity"]);
    }

    [Fact]
    public void AProgramLeavesAManifestWithEveryValueAndItsOrigin()
    {
        Run("run", Options("run"));
        var manifest = RunManifest.TryRead(folder["run"])!;
        Assert.Equal(FineTuneConfiguration.Schema.Keys.Select(k => k.Name), manifest.Configuration.Select(v => v.Key));
        Assert.Equal(manifest.Configuration.Select(v => v.Key), manifest.Origins.Select(o => o.Key));
        Assert.Equal(
            ("caller", "data set", "default"),
            ((string)manifest.Origins["epochs"]!, (string)manifest.Origins["task"]!, (string)manifest.Origins["patience"]!));
        Assert.Equal("f1_macro", (string)manifest.Configuration["primary_metric"]!);
        Assert.Empty(manifest.Command);
    }

    [Fact]
    public void TheTestSplitChoosesNothing()
    {
        var honest = Run("honest", Options("honest") with { Seeds = [1, 2], Baselines = false }).Results;
        // The same test sequences with labels that say the opposite.
        Write("test", 8, 3, s => new TextLabel(Tiny.Brackets(s).Text.Replace('(', 'x').Replace(')', '(').Replace('x', ')')));
        var twisted = Run("twisted", Options("twisted") with { Seeds = [1, 2], Baselines = false }).Results;
        Assert.Equal(honest.BestSeed, twisted.BestSeed);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(honest.Seeds[i].BestStep, twisted.Seeds[i].BestStep);
            Assert.Equal(honest.Seeds[i].Valid["f1_macro"], twisted.Seeds[i].Valid["f1_macro"]);
            Assert.NotEqual(honest.Seeds[i].Test["accuracy"], twisted.Seeds[i].Test["accuracy"]);
        }
        Assert.Equal(Weights("honest", "model"), Weights("twisted", "model"));
    }

    [Fact]
    public void ARunStoppedInTheSecondSeedGoesOnWithoutTheFirst()
    {
        var options = Options("cut") with { Seeds = [1, 2], Baselines = false };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run("cut", options, new StopAt(stop, seed: 2, step: 3), stop.Token));
        Assert.True(File.Exists(folder["cut", "seed-1", "result.json"]));
        Assert.False(File.Exists(folder["cut", "seed-2", "result.json"]));
        var first = File.GetLastWriteTimeUtc(folder["cut", "seed-1", "result.json"]);
        var resumed = Run("cut", options with { Existing = ExistingRun.Resume }).Results;
        var whole = Run("whole", options with { Output = folder["whole"] }).Results;
        Assert.Equal(first, File.GetLastWriteTimeUtc(folder["cut", "seed-1", "result.json"]));
        Assert.Equal(Numbers(whole), Numbers(resumed));
        Assert.Equal(Weights("whole", "model"), Weights("cut", "model"));
    }

    [Fact]
    public void WhatCannotBeTrainedIsSaidBeforeAFolderIsMade()
    {
        Assert.Equal("OH5052", Fails<UsageException>(Options("run") with { Seeds = [1, 1] }));
        Assert.Equal("OH5140", Fails<UsageException>(Options("run") with { Trainer = new TrainerOptions { Scheduler = "linaer" } }));
        Assert.Equal("OH5110", Fails<UsageException>(Options("run") with { PrimaryMetric = "f1_marco" }));
        Assert.Equal("OH5111", Fails<UsageException>(Options("run") with { PrimaryMetric = "rmse" }));
        Assert.Equal("OH1401", Fails<OmniException>(Options("run") with { MaxLength = 8 }));
        void WriteUnknown() => Write("test", 2, 1, s => new TextLabel(new string('?', s.Length)));
        Assert.Equal("OH1301", Fails<OmniException>(Options("run"), WriteUnknown));
        Assert.Equal("OH5051", Fails<UsageException>(Options("run"), WriteWithoutLabels));
        var untold = Options("run") with { Task = TaskType.TokenClassification };
        Assert.Equal("OH5050", Fails<OmniException>(untold, () => File.Delete(folder["data", "train.jsonl"])));

        void WriteWithoutLabels()
        {
            File.Delete(folder["data", "config.json"]);
            foreach (var split in new[] { "train", "valid", "test" })
                File.WriteAllText(folder["data", $"{split}.jsonl"], """{"sequence": "ACGU"}""");
        }
    }

    [Fact]
    public void AFolderThatIsTakenIsRefusedBeforeTheDataAreRead()
    {
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(folder["run", "thesis.txt"], "");
        File.WriteAllText(folder["data", "train.jsonl"], "not read");
        Assert.Equal("OH5031", Assert.Throws<UsageException>(() => Run("run", Options("run"))).Code);
        var overwriting = Options("run") with { Existing = ExistingRun.Overwrite };
        Assert.Equal("OH5032", Assert.Throws<UsageException>(() => Run("run", overwriting)).Code);
    }

    [Fact]
    public void DamagedResultsAreNamed()
    {
        Directory.CreateDirectory(folder["run", "seed-1"]);
        Assert.Equal("OH5040", Assert.Throws<OmniException>(() => RunResults.Read(folder["run"])).Code);
        File.WriteAllText(folder["run", "results.json"], "{");
        Assert.Equal("OH5040", Assert.Throws<OmniException>(() => RunResults.Read(folder["run"])).Code);
        Assert.Null(SeedResultFile.TryRead(folder["run", "seed-1"]));
        File.WriteAllText(folder["run", "seed-1", "result.json"], "{\"seed\": ");
        Assert.Equal("OH5041", Assert.Throws<OmniException>(() => SeedResultFile.TryRead(folder["run", "seed-1"])).Code);
    }

    private static string Numbers(RunResults results) =>
        JsonSerializer.Serialize(results with { Seeds = [.. results.Seeds.Select(s => s with { TrainSeconds = 0 })] });

    /// <summary>Cancels when a seed reaches a step.</summary>
    private sealed class StopAt(CancellationTokenSource stop, long seed, int step) : RunObserver
    {
        public override void Training(TrainingProgress progress)
        {
            if (progress.Seed == seed && progress.Position.Step == step) stop.Cancel();
        }
    }
}
