using OmniHelix.Models;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>Runs that leave lower layers as they are.</summary>
public sealed class FrozenLayersRunTests : FineTuneRuns
{
    [Fact]
    public void FrozenLayersStayThoseOfTheModelAndNothingIsLeftOfTheirStates()
    {
        var told = new Listener();
        var outcome = Run("run", Options("run") with { Baselines = false, FreezeLayers = Blocks.All }, told);
        Assert.Contains(told.Messages, message => message.StartsWith("Frozen: the embeddings and 1 of 1 blocks", StringComparison.Ordinal));
        Assert.Contains(told.Messages, message => message.StartsWith("What they give for each record is", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(folder["run"], "*.states", SearchOption.AllDirectories));
        Assert.Equal("all", (string?)RunManifest.TryRead(folder["run"])!.Configuration["freeze_layers"]);
        using var model = OmniModel.FromPretrained(folder["run", "model"]);
        var head = model.NamedParameters().Where(p => p.Name.StartsWith("classifier", StringComparison.Ordinal));
        Assert.Equal(head.Sum(p => p.Value.Value.ElementCount), outcome.Results.Seeds[0].TrainedParameters);
        using var start = OmniModel.FromPretrained(folder["model"]);
        var before = start.Backbone.NamedParameters().ToDictionary(p => p.Name, p => p.Value.Value.ToArray<float>());
        Assert.All(model.Backbone.NamedParameters(), p => Assert.Equal(before[p.Name], p.Value.Value.ToArray<float>()));
    }

    // In the first epoch, where states are computed, and in a later one, whose batches have other rows; 24 records are 6 steps.
    [Theory]
    [InlineData(0, 3, false)]
    [InlineData(1, 9, false)]
    [InlineData(1, 15, true)]
    public void ARunCutOffEndsAtTheSameWeightsToTheLastBit(int blocks, int step, bool learns)
    {
        if (learns) Run("teacher", Options("teacher") with { Baselines = false });
        var plain = Options("cut");
        var options = plain with
        {
            Baselines = false,
            FreezeLayers = new Blocks(blocks),
            Seeds = [1],
            Distillation = new() { Teacher = learns ? folder["teacher"] : "" },
            Trainer = plain.Trainer with { Epochs = 3 },
        };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run("cut", options, new StopAt(stop, step), stop.Token));
        Run("cut", options with { Existing = ExistingRun.Resume });
        Run("whole", options with { Output = folder["whole"] });
        var (whole, cut) = (RunResults.Read(folder["whole"]).Seeds[0], RunResults.Read(folder["cut"]).Seeds[0]);
        Assert.Equal(whole.Test["f1_macro"], cut.Test["f1_macro"]);
        Assert.Equal(Weights("whole", "seed-1", "model"), Weights("cut", "seed-1", "model"));
    }

    [Fact]
    public void MoreBlocksThanTheModelHasAreNamedBeforeDataAreReadAndLeaveNoFolder()
    {
        var told = new Listener();
        var options = Options("run") with { FreezeLayers = new Blocks(2) };
        Assert.Equal("OH3407", Assert.Throws<UsageException>(() => Run("run", options, told)).Code);
        Assert.Empty(told.Messages);
        Assert.False(Directory.Exists(folder["run"]));
    }

    private sealed class StopAt(CancellationTokenSource stop, int step) : RunObserver
    {
        public override void Training(OmniHelix.Training.TrainingProgress progress)
        {
            if (progress.Position.Step == step) stop.Cancel();
        }
    }
}
