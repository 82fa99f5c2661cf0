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

    [Fact]
    public void ARunCutOffEndsAtTheSameWeights()
    {
        var options = Options("cut") with { Baselines = false, FreezeLayers = new Blocks(0), Seeds = [1] };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run("cut", options, new StopAt(stop, 9), stop.Token));
        Run("cut", options with { Existing = ExistingRun.Resume });
        Run("whole", options with { Output = folder["whole"] });
        var (whole, cut) = (RunResults.Read(folder["whole"]).Seeds[0], RunResults.Read(folder["cut"]).Seeds[0]);
        Assert.Equal(whole.Test["f1_macro"], cut.Test["f1_macro"], 6);
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
