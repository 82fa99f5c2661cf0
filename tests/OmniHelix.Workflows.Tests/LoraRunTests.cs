using OmniHelix.Models;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>Runs that train an adapter in place of the model.</summary>
public sealed class LoraRunTests : FineTuneRuns
{
    private static readonly LoraOptions Small = new() { Lora = true, LoraR = 4, LoraAlpha = 16 };

    [Fact]
    public void AnAdapterIsTrainedAndStoredAlone()
    {
        var told = new Listener();
        var outcome = Run("run", Options("run") with { Baselines = false, Lora = Small }, told);
        Assert.Contains(told.Messages, message => message.StartsWith("An adapter of rank 4 is trained around", StringComparison.Ordinal));
        Assert.True(File.Exists(folder["run", "model", "adapter_model.safetensors"]));
        Assert.False(File.Exists(folder["run", "model", "model.safetensors"]));
        using var model = OmniModel.FromPretrained(folder["run", "model"]);
        Assert.Equal(model.Adapter!.TrainedCount, outcome.Results.Seeds[0].TrainedParameters);
        using var start = OmniModel.FromPretrained(folder["model"]);
        var before = start.Backbone.NamedParameters().ToDictionary(p => p.Name, p => p.Value.Value.ToArray<float>());
        Assert.All(model.Backbone.StoredParameters(), p => Assert.Equal(before[p.Name], p.Value.Value.ToArray<float>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARunCutOffEndsAtTheSameAdapterToTheLastBit(bool dora)
    {
        var plain = Options("cut");
        var options = plain with
        {
            Baselines = false,
            Lora = Small with { LoraDora = dora, LoraDropout = 0.1 },
            Seeds = [1],
            Trainer = plain.Trainer with { Epochs = 3 },
        };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run("cut", options, new StopAt(stop, 9), stop.Token));
        Run("cut", options with { Existing = ExistingRun.Resume });
        Run("whole", options with { Output = folder["whole"] });
        Assert.Equal(Adapter("whole"), Adapter("cut"));
    }

    [Fact]
    public void FrozenBlocksHaveNoAdapter()
    {
        var error = Assert.Throws<OmniException>(
            () => Run("run", Options("run") with { Lora = Small with { LoraLayers = [3] }, FreezeLayers = new Blocks(0) }));
        Assert.Equal("OH3510", error.Code);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void NumbersOfAnAdapterWithoutOneAreRefused()
    {
        var options = Options("run") with { Lora = new LoraOptions { LoraR = 4 } };
        Assert.Equal("OH2021", Assert.Throws<UsageException>(() => Run("run", options)).Code);
    }

    private byte[] Adapter(string run) => File.ReadAllBytes(folder[run, "seed-1", "model", "adapter_model.safetensors"]);

    private sealed class StopAt(CancellationTokenSource stop, int step) : RunObserver
    {
        public override void Training(OmniHelix.Training.TrainingProgress progress)
        {
            if (progress.Position.Step == step) stop.Cancel();
        }
    }
}
