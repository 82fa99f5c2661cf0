using System.Text.Json;
using OmniHelix.Models;
using OmniHelix.Training;
using OmniHelix.Workflows.Predicting;
using OmniHelix.Workflows.Runs;
using OmniHelix.Workflows.Seq2Seq;

namespace OmniHelix.Workflows.Tests;

public sealed class Seq2SeqWorkflowTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Seq2SeqWorkflowTests()
    {
        Directory.CreateDirectory(folder["start"]);
        using (var model = OmniModel.Create(Tiny.Encoder(), TaskType.MaskedLanguageModel, new(), seed: 1))
            model.SavePretrained(folder["start"]);
        Tiny.Tokenizer.SavePretrained(folder["start"]);
        Directory.CreateDirectory(folder["data"]);
        Write("train", 60, seed: 1);
        Write("test", 8, seed: 2);
    }

    [Fact]
    public void AModelLearnsAndItsTestSplitIsWrittenAndScored()
    {
        var told = new Listener();
        var outcome = Run("run", steps: 60, observer: told);
        Assert.True(outcome.Valid["loss"] < 1.5);
        Assert.InRange(outcome.Valid["token_accuracy"], 0.4, 1);
        Assert.Equal(8, outcome.Test!.Count);
        Assert.InRange(outcome.Test.Similarity, 0.1, 1);
        var results = JsonDocument.Parse(File.ReadAllText(folder["run", "results.json"])).RootElement;
        Assert.Equal(outcome.Test.Similarity, results.GetProperty("test").GetProperty("similarity").GetDouble());
        var lines = File.ReadAllLines(folder["run", "predictions.jsonl"]);
        Assert.Equal(8, lines.Length);
        Assert.All(lines, line => Assert.All(
            JsonDocument.Parse(line).RootElement.GetProperty("predictions").GetString()!, letter => Assert.Contains(letter, "().")));
        Assert.Contains(told.Messages, message => message.StartsWith("New weights: sequence_decoder (", StringComparison.Ordinal));
        Assert.True(Assert.Single(ModelCard.Read(folder["run", "model"]).TrainedOn).Labels);

        // The model of the run writes the same again.
        using var output = new StringWriter();
        var options = new InferOptions { Model = folder["run"], Input = folder["data", "test.jsonl"], Beams = 4, MaxNewTokens = 512 };
        new InferWorkflow(InferConfiguration.Resolve(options)).Run(output, null, CancellationToken.None);
        string[] again = [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Written)];
        Assert.Equal(lines.Select(Written), again);
    }

    [Fact]
    public void ARunCutOffEndsAtTheSameWeights()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run("cut", 6, observer: new StopAt(stop, 3), cancellation: stop.Token));
        Run("cut", 6, ExistingRun.Resume);
        Run("whole", 6);
        Assert.Equal(
            File.ReadAllBytes(folder["whole", "model", "model.safetensors"]), File.ReadAllBytes(
                folder["cut", "model", "model.safetensors"]));
    }

    [Theory]
    [InlineData("""{"sequence": "GGGAAACCC"}""", "OH1303")]
    [InlineData("""{"sequence": "GGGAAACCC", "label": 3.5}""", "OH1304")]
    [InlineData("""{"sequence": "GGGAAACCC", "label": "((~))"}""", "OH5023")]
    [InlineData("""{"sequence": "GGGAAACCC", "label": "((((((((((((((((((((((((((((((((((((((((("}""", "OH1401")]
    public void OutputsThatCannotBeLearnedAreRefused(string record, string code)
    {
        File.AppendAllLines(folder["data", "train.jsonl"], [record]);
        var e = Assert.ThrowsAny<OmniException>(() => Run("run", 2));
        Assert.Equal(code, e.Code);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void WhatMeansNothingForAModelIsRefused()
    {
        Run("run", 2);
        using var output = new StringWriter();
        var logits = InferConfiguration.Resolve(new() { Model = folder["run"], Sequence = "GGG", Logits = true });
        Assert.Equal(
            "OH5308", Assert.Throws<UsageException>(() => new InferWorkflow(logits).Run(output, null, CancellationToken.None)).Code);
        var beams = InferConfiguration.Resolve(new() { Model = folder["start"], Sequence = "GGG", Beams = 2 });
        Assert.Equal(
            "OH5308", Assert.Throws<UsageException>(() => new InferWorkflow(beams).Run(output, null, CancellationToken.None)).Code);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("((..))", "((..))", 0)]
    [InlineData("((..))", "(..)", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void TheEditDistanceCountsLetters(string one, string other, int expected) =>
        Assert.Equal((expected, expected), (WritingScore.Distance(one, other), WritingScore.Distance(other, one)));

    public void Dispose() => folder.Dispose();

    private static string Written(string line) => JsonDocument.Parse(line).RootElement.GetProperty("predictions").GetString()!;

    private Seq2SeqOutcome Run(
        string name, int steps, ExistingRun existing = default, RunObserver? observer = null, CancellationToken cancellation = default)
    {
        var options = new Seq2SeqOptions
        {
            Data = folder["data"],
            Model = folder["start"],
            Output = folder[name],
            Existing = existing,
            TokenBudget = 400,
            MaxNewTokens = name == "run" && steps > 10 ? 512 : 40,
            DecoderLayers = 1,
            DecoderDropout = 0,
            Trainer = new TrainerOptions { LearningRate = 0.01, MaxSteps = steps, LogEverySteps = 1, WarmupRatio = 0, Patience = 0 },
        };
        return new Seq2SeqWorkflow(options, observer ?? new RunObserver()).Run([], cancellation);
    }

    private void Write(string split, int count, long seed) => File.WriteAllLines(
        folder["data", split + ".jsonl"],
        Tiny.Examples(count, Tiny.Brackets, seed).Select(
            example => $$"""{"sequence": "{{example.Sequence}}", "label": "{{Tiny.Brackets(example.Sequence).Text}}"}"""));

    private sealed class StopAt(CancellationTokenSource stop, int step) : RunObserver
    {
        public override void Training(TrainingProgress progress)
        {
            if (progress.Position.Step == step) stop.Cancel();
        }
    }
}
