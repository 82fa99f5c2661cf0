using OmniHelix.Models;
using OmniHelix.Training;
using OmniHelix.Workflows.Comparing;
using OmniHelix.Workflows.Pretraining;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

public sealed class PretrainWorkflowTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PretrainWorkflowTests()
    {
        Directory.CreateDirectory(folder["start"]);
        using (var model = OmniModel.Create(Tiny.Encoder(), TaskType.MaskedLanguageModel, new(), seed: 1))
            model.SavePretrained(folder["start"]);
        File.Delete(folder["start", "model.safetensors"]);
        Tiny.Tokenizer.SavePretrained(folder["start"]);
        Directory.CreateDirectory(folder["data"]);
        Write("train", Tiny.Examples(40, _ => null, shortest: 30, longest: 50).Select(e => e.Sequence));
    }

    [Fact]
    public void AModelFromNothingLearnsAndCanBeGoneOnWith()
    {
        var first = Run("first", folder["start"]);
        Assert.Equal((6, true), (first.Training.State.Step, first.Training.State.Finished));
        Assert.True(first.Valid["loss"] < Math.Log(24));
        using var model = OmniModel.FromPretrained(folder["first", "model"], TaskType.MaskedLanguageModel);
        Assert.Equal(first.Training.TrainedParameters, model.ParameterCount());
        var second = Run("second", folder["first", "model"]);
        Assert.True(second.Valid["loss"] < first.Valid["loss"]);
        Assert.NotNull(RunManifest.TryRead(folder["second"])!.Finished);
        // Such runs have a loss and no predictions.
        var error = Assert.Throws<UsageException>(() => RunComparison.Of([folder["first"], folder["second"]]));
        Assert.Equal(("OH5061", folder["first"]), (error.Code, error.Place));
    }

    [Fact]
    public void ARunCutOffEndsAtTheSameWeights()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => Run("cut", folder["start"], ExistingRun.Refuse, new StopAt(stop, 3), cancellation: stop.Token));
        Run("cut", folder["start"], ExistingRun.Resume);
        Run("whole", folder["start"]);
        var whole = File.ReadAllBytes(folder["whole", "model", "model.safetensors"]);
        Assert.Equal(whole, File.ReadAllBytes(folder["cut", "model", "model.safetensors"]));
    }

    [Fact]
    public void SequencesNearTheTestSplitAreLeftOut()
    {
        Write("test", Tiny.Examples(10, _ => null, shortest: 30, longest: 50).Select(e => "A" + e.Sequence));
        var told = new Listener();
        Run("run", folder["start"], observer: told);
        Assert.Contains(told.Messages, m => m.StartsWith("10 of them share at least 50", StringComparison.Ordinal));
    }

    [Fact]
    public void StructuresAreLearnedWhereTheDataHaveThem()
    {
        Assert.Equal("OH5022", Assert.Throws<UsageException>(() => Run("run", folder["start"], structures: true)).Code);
        File.WriteAllText(
            folder["data", "config.json"], """{ "task_type": "token_classification", "label2id": { "(": 0, ")": 1, ".": 2 } }""");
        File.WriteAllLines(folder["data", "train.jsonl"],
            Tiny.Examples(40, Tiny.Brackets, shortest: 30, longest: 50).Select(
                e => $$"""{"sequence": "{{e.Sequence}}", "label": "{{Tiny.Brackets(e.Sequence).Text}}"}"""));
        var values = Run("run", folder["start"], structures: true).Valid;
        Assert.InRange(values["structure_accuracy"], 0.1, 1);
        Assert.True(values["structure_loss"] < Math.Log(24));
        Assert.True(Assert.Single(ModelCard.Read(folder["run", "model"]).TrainedOn).Labels);
        Run("sequences", folder["run", "model"]);
        Assert.Equal([true, false], ModelCard.Read(folder["sequences", "model"]).TrainedOn.Select(data => data.Labels));
    }

    [Fact]
    public void OneSequenceIsTooFew()
    {
        Write("train", ["ACGUACGU", "ACGUACGU"]);
        Assert.Equal("OH5053", Assert.Throws<OmniException>(() => Run("run", folder["start"])).Code);
    }

    public void Dispose() => folder.Dispose();

    private PretrainOutcome Run(
        string name, string model, ExistingRun existing = default, RunObserver? observer = null, bool structures = false,
        CancellationToken cancellation = default)
    {
        var options = new PretrainOptions
        {
            Data = [folder["data"]],
            Model = model,
            Output = folder[name],
            Existing = existing,
            TokenBudget = 400,
            Structures = structures,
            Trainer = new TrainerOptions { LearningRate = 0.01, MaxSteps = 6, LogEverySteps = 1, WarmupRatio = 0, Patience = 0 },
        };
        return new PretrainWorkflow(options, observer ?? new RunObserver()).Run([], cancellation);
    }

    private void Write(string split, IEnumerable<string> sequences) =>
        File.WriteAllLines(folder["data", split + ".jsonl"], sequences.Select(s => $$"""{"sequence": "{{s}}"}"""));

    private sealed class StopAt(CancellationTokenSource stop, int step) : RunObserver
    {
        public override void Training(TrainingProgress progress)
        {
            if (progress.Position.Step == step) stop.Cancel();
        }
    }
}
