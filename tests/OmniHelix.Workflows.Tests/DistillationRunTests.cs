using OmniHelix.Models;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Pretraining;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>Runs that learn from another model.</summary>
public sealed class DistillationRunTests : FineTuneRuns
{
    [Fact]
    public void ARunLearnsFromTheModelOfAnotherRunAndSaysSo()
    {
        Run("first", Options("first") with { Baselines = false });
        var told = new Listener();
        var learning = new DistillationOptions { Teacher = folder["first"], DistillWeight = 0.75 };
        var options = Options("second") with { Baselines = false, Distillation = learning };
        Run("second", options, told);
        Assert.Contains(told.Messages, message => message.StartsWith("Teacher: ", StringComparison.Ordinal));
        var manifest = RunManifest.TryRead(folder["second"])!;
        Assert.Equal(0.75, (double?)manifest.Configuration["distill_weight"]);
        Assert.Equal("caller", (string?)manifest.Origins["teacher"]);
        var page = File.ReadAllText(folder["second", FineTuneReport.FileName]);
        Assert.Contains("with weight 0.75 at temperature 2", page, StringComparison.Ordinal);
        Assert.NotEqual(Weights("first", "model"), Weights("second", "model"));
        // Nothing of the teacher counts with weight 0.
        Run("third", options with { Output = folder["third"], Distillation = learning with { DistillWeight = 0 } });
        Assert.Equal(Weights("first", "model"), Weights("third", "model"));
        // It is an input, which no run replaces.
        var over = options with { Output = folder["first"], Existing = ExistingRun.Overwrite };
        Assert.Equal("OH6003", Assert.Throws<UsageException>(() => Run("first", over)).Code);
    }

    [Fact]
    public void WhatDoesNotFitIsSaidBeforeAFolderIsMade()
    {
        Assert.Equal("OH2021", Fails<UsageException>(Options("run") with { Distillation = new() { DistillTemperature = 3 } }));
        Assert.Equal("OH5302", Fails<OmniException>(Options("run") with { Distillation = new() { Teacher = folder["none"] } }));
        Assert.Equal("OH3607", Fails<OmniException>(Options("run") with { Distillation = new() { Teacher = folder["model"] } }));
        var reordered = new OmniModelOptions { LabelNames = [".", "(", ")"] };
        using (var other = OmniModel.Create(Tiny.Encoder(), TaskType.TokenClassification, reordered, seed: 1))
            other.SavePretrained(folder["other"]);
        Tiny.Tokenizer.SavePretrained(folder["other"]);
        Assert.Equal("OH5070", Fails<UsageException>(Options("run") with { Distillation = new() { Teacher = folder["other"] } }));
    }

    [Fact]
    public void ARunDoesNotGoOnWithAnotherTeacher()
    {
        Run("first", Options("first") with { Baselines = false });
        var options = Options("run") with { Baselines = false, Distillation = new() { Teacher = folder["first"] } };
        Run("run", options);
        var files = RunManifest.TryRead(folder["run"])!.Teacher!;
        Assert.Contains(files, file => file.Name.EndsWith("model.safetensors", StringComparison.Ordinal));
        using (var other = OmniModel.Create(folder["first", "model"], TaskType.TokenClassification, new() { NewHead = true }, seed: 9))
            other.SavePretrained(folder["first", "model"]);
        var e = Assert.Throws<UsageException>(() => Run("run", options with { Existing = ExistingRun.Resume }));
        Assert.Equal(("OH5033", folder["run"]), (e.Code, e.Place));
        Assert.Contains("teacher", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSpecialTokenThatATeacherHasOtherwiseIsNamed()
    {
        var labels = new OmniModelOptions { LabelNames = ["(", ")", "."] };
        using (var other = OmniModel.Create(Tiny.Encoder(), TaskType.TokenClassification, labels, seed: 1))
            other.SavePretrained(folder["other"]);
        Tiny.Tokenizer.SavePretrained(folder["other"]);
        var vocabulary = folder["other", "vocab.txt"];
        var tokens = File.ReadAllLines(vocabulary);
        tokens.AsSpan(2, 2).Reverse();
        File.WriteAllLines(vocabulary, tokens);
        var options = Options("run") with { Distillation = new() { Teacher = folder["other"] } };
        var e = Assert.Throws<UsageException>(() => Run("run", options));
        Assert.Equal("OH5070", e.Code);
        Assert.Contains("special tokens: unk_token '<unk>' (2), eos_token '<eos>' (3); the model ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PretrainingLearnsTheVocabularyOfATeacher()
    {
        double Loss(string name, DistillationOptions distillation)
        {
            var options = new PretrainOptions
            {
                Data = [folder["data"]],
                Model = folder["model"],
                Output = folder[name],
                TokenBudget = 200,
                ExcludeNearTest = null,
                Distillation = distillation,
                Trainer = new TrainerOptions { LearningRate = 0.01, MaxSteps = 4, WarmupRatio = 0, Patience = 0 },
            };
            return new PretrainWorkflow(options, new RunObserver()).Run([], default).Valid["loss"];
        }

        var alone = Loss("alone", new());
        Assert.NotEqual(alone, Loss("taught", new() { Teacher = folder["alone"], DistillWeight = 1 }));
        Assert.Equal(alone, Loss("unheard", new() { Teacher = folder["alone"], DistillWeight = 0 }));
        Assert.Equal("OH2021", Assert.Throws<UsageException>(() => Loss("wrong", new() { DistillWeight = 0.2 })).Code);
    }
}
