using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Training;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>Networks trained from scratch by name, on sequences half of which have a motif.</summary>
public sealed class BaselineRunTests : IDisposable
{
    private const string Motif = "TGACGTCA";

    private readonly TemporaryFolder folder = new();

    public BaselineRunTests()
    {
        Directory.CreateDirectory(folder["data"]);
        File.WriteAllText(
            folder["data", "config.json"], """{ "task_type": "sequence_classification", "label2id": { "no": 0, "yes": 1 } }""");
        Write("train", 256, 1);
        Write("valid", 48, 2);
        Write("test", 64, 3);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cnn", "hidden_size=48", "embedding_size=8", "kernel_sizes=[5,7,9]")]
    [InlineData("rnn", "hidden_size=64", "embedding_size=16")]
    [InlineData("bpnet", "hidden_size=24", "kernel_size=11", "num_hidden_layers=3")]
    [InlineData("basenji", "hidden_size=32", "conv_channels=[64,32,32]", "num_hidden_layers=1", "block_channels=16")]
    [InlineData("deepstarr", "hidden_size=24", "conv_channels=[48,24,24]")]
    [InlineData("deepsea", "hidden_size=48", "conv_channels=[32,32]")]
    public void EachFindsThePlantedMotifAndSaysTheSameWhenItIsOpenedAgain(string name, params string[] sizes)
    {
        var told = new Listener();
        var outcome = new FineTuneWorkflow(Options(name, "run", sizes), told).Run([], default);
        Assert.Contains(told.Messages, message => message.StartsWith($"{name} is trained from scratch", StringComparison.Ordinal));
        var accuracy = outcome.Results.Seeds[0].Test["accuracy"];
        Assert.True(accuracy >= 0.9, $"{name}: {accuracy}");
        Assert.Empty(outcome.Manifest.Model);

        using var model = PretrainedModel.Open(folder["run"], new InferenceOptions());
        Assert.Equal(name, model.Model.Backbone.Config.ModelType);
        using var input = InferenceInput.FromFile(folder["data", "test.jsonl"]);
        var predicted = new SequenceInference(model, new InferenceOptions()).Run(input).Select(prediction => prediction.Labels![0]);
        Assert.Equal(accuracy, predicted.Zip(Examples(64, 3)).Average(pair => pair.First == pair.Second.Label ? 1.0 : 0), 12);

        var embedding = model.Model.Encode("ACGTACGTAAC", Aggregation.Mean);
        Assert.Equal(model.Model.HiddenSize, embedding.Length);
        Assert.Equal(11, model.Model.EncodeTokens("ACGTACGTAAC").Values.Length / model.Model.HiddenSize);
    }

    [Theory]
    // One with running statistics, which are part of a checkpoint, and one with a state along the sequence.
    [InlineData("deepstarr", "hidden_size=8", "conv_channels=[8,8,8]")]
    [InlineData("rnn", "hidden_size=8", "embedding_size=4")]
    public void ARunCutOffEndsAtTheSameNumbers(string name, params string[] sizes)
    {
        var options = Options(name, "cut", sizes) with
        {
            Trainer = new TrainerOptions { MaxSteps = 8, CheckpointEverySteps = 3, LogEverySteps = 1 },
        };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new FineTuneWorkflow(options, new StopAt(stop, step: 5)).Run([], stop.Token));
        new FineTuneWorkflow(options with { Existing = ExistingRun.Resume }, new RunObserver()).Run([], default);
        var whole = new FineTuneWorkflow(options with { Output = folder["whole"] }, new RunObserver()).Run([], default);
        Assert.Equal(1e-3, (double)whole.Manifest.Configuration["learning_rate"]!);
        Assert.Equal("model", (string)whole.Manifest.Origins["learning_rate"]!);
        Assert.Equal(
            File.ReadAllBytes(folder["whole", "model", "model.safetensors"]),
            File.ReadAllBytes(folder["cut", "model", "model.safetensors"]));
    }

    [Fact]
    public void WhatDoesNotFitIsSaidBeforeAnythingIsMade()
    {
        Assert.Equal("OH2021", Fails(Options("cnn", "run") with { UntrainedBaseline = true }));
        Assert.Equal("OH3207", Fails(Options("cnn", "run", "width=3")));
        using var model = OmniModel.Create(Tiny.Encoder(0.1), TaskType.MaskedLanguageModel, new(), seed: 1);
        model.SavePretrained(folder["model"]);
        Tiny.Tokenizer.SavePretrained(folder["model"]);
        Assert.Equal("OH2021", Fails(Options(folder["model"], "run", "hidden_size=8")));
    }

    [Fact]
    public void ListsOfSizesAreOneSettingThoughTheyHaveCommas() =>
        Assert.Equal(
            ["kernel_sizes=[3,5]", "hidden_size=8", "conv_channels=[1, 2,3]"],
            FineTuneRules.Whole(["kernel_sizes=[3", "5]", "hidden_size=8", "conv_channels=[1, 2", "3]"]));

    private string Fails(FineTuneOptions options)
    {
        var code = Assert.ThrowsAny<OmniException>(() => new FineTuneWorkflow(options, new RunObserver()).Run([], default)).Code;
        Assert.False(Directory.Exists(folder["run"]));
        return code;
    }

    private FineTuneOptions Options(string model, string output, params string[] sizes) => new()
    {
        Data = folder["data"],
        Model = model,
        ModelSet = sizes,
        Output = folder[output],
        BatchSize = 16,
        Baselines = false,
        Trainer = new TrainerOptions { Epochs = 12, Patience = 0, EvaluateEverySteps = 64, LearningRate = 5e-3, Scheduler = "constant" },
    };

    private void Write(string split, int count, long seed) => File.WriteAllLines(
        folder["data", split + ".jsonl"],
        Examples(count, seed).Select(example => $$"""{"sequence": "{{example.Sequence}}", "label": "{{example.Label}}"}"""));

    private static IEnumerable<(string Sequence, string Label)> Examples(int count, long seed)
    {
        var random = new Xoshiro256(seed);
        for (var i = 0; i < count; i++)
        {
            var sequence = string.Concat(Enumerable.Range(0, 16 + random.Next(16)).Select(_ => "ACGT"[random.Next(4)]));
            var at = random.Next(sequence.Length - Motif.Length);
            yield return i % 2 == 0 ? (sequence, "no") : (sequence[..at] + Motif + sequence[(at + Motif.Length)..], "yes");
        }
    }

    /// <summary>Cancels at a step.</summary>
    private sealed class StopAt(CancellationTokenSource stop, int step) : RunObserver
    {
        public override void Training(TrainingProgress progress)
        {
            if (progress.Position.Step == step) stop.Cancel();
        }
    }
}
