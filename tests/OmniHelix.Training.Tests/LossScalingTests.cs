using OmniHelix.Training.Logging;

namespace OmniHelix.Training.Tests;

/// <summary>Scaling of the loss, on a task in float32, where it must change nothing but steps that overflow.</summary>
public sealed class LossScalingTests : IDisposable
{
    // A loss of this size is finite in float32, and 65,536 or 32,768 times it is not.
    private const double TooMuch = 1e35;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AScaleThatIsAPowerOfTwoChangesNoWeight()
    {
        var options = Options();
        using var plain = new LeastSquares(3);
        new Trainer<int[]>(plain, options, folder["plain"]).Run(null, default);
        using var scaled = new LeastSquares(3);
        var state = new Trainer<int[]>(scaled, options, folder["scaled"]) { ScalesLoss = true }.Run(null, default).State;
        Assert.Equal(plain.Weights(), scaled.Weights());
        Assert.Equal((65536.0, 24, 0), (state.LossScale, state.GoodSteps, state.SkippedSteps));
    }

    [Fact]
    public void AStepThatOverflowsIsLeftOutAndHalvesTheScale()
    {
        var steps = 0;
        var weights = new List<float[]>();
        using var task = new LeastSquares(3)
        {
            Altered = loss => loss * (++steps is 3 or 4 ? TooMuch : 1),
            AfterStep = weight => weights.Add(weight.Detach().ToArray<float>()),
        };
        var trainer = new Trainer<int[]>(task, Options() with { MaxSteps = 6 }, folder["run"]) { ScalesLoss = true };
        var state = trainer.Run(null, default).State;
        Assert.Equal((6, 2, 16384.0, 2), (state.Step, state.SkippedSteps, state.LossScale, state.GoodSteps));
        Assert.Equal(["step 1", "step 2", "step 5", "step 6"], task.Told.Where(told => told.StartsWith("step", StringComparison.Ordinal)));
        Assert.Equal(4, weights.Count);
        Assert.All(weights.SelectMany(w => w), weight => Assert.True(float.IsFinite(weight)));
        var log = MetricsLog.Read(folder["run", "metrics.jsonl"]).Where(r => r.Split == "train").ToList();
        Assert.Equal([65536.0, 65536, 32768, 16384, 16384, 16384], log.Select(r => r.Values["loss_scale"]!.Value));
        Assert.Null(log[2].Values["gradient_norm"]);
        Assert.Equal(2, log[^1].Values["skipped_steps"]);
    }

    [Fact]
    public void AStoppedRunGoesOnWithItsScaleAndItsMoments()
    {
        Assert.Equal(Run("whole", null), Run("cut", 7));

        // Losses of the third and fourth step overflow; the cut run stops at the seventh and goes on with a fresh task.
        float[] Run(string name, int? stopAt)
        {
            for (var losses = 0; ;)
            {
                using var stop = new CancellationTokenSource();
                using var task = new LeastSquares(3 + losses)
                {
                    Altered = loss =>
                    {
                        if (++losses == stopAt) stop.Cancel();
                        return loss * (losses is 3 or 4 ? TooMuch : 1);
                    },
                };
                try
                {
                    var state = new Trainer<int[]>(task, Options(), folder[name]) { ScalesLoss = true }.Run(null, stop.Token).State;
                    Assert.Equal((24, 2, 16384.0, 20), (state.Step, state.SkippedSteps, state.LossScale, state.GoodSteps));
                    return task.Weights();
                }
                catch (OperationCanceledException)
                {
                    stopAt = null;
                }
            }
        }
    }

    [Fact]
    public void WhereNoScaleHelpsTheRunEnds()
    {
        // Its slope is no number, its value is 1.
        using var task = new LeastSquares(3) { Altered = loss => (loss - loss).Sqrt() + 1 };
        var trainer = new Trainer<int[]>(task, Options(), folder["run"]) { ScalesLoss = true };
        var error = Assert.Throws<OmniException>(() => trainer.Run(null, default));
        Assert.Equal("OH5001", error.Code);
        Assert.Contains("gradient", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AStateWithAnImpossibleScaleIsNamed(double scale)
    {
        var state = new TrainingState { RandomState = [1], LossScale = scale };
        Assert.Equal("OH5010", Assert.Throws<OmniException>(() => TrainingState.Parse(state.ToJson(), "state.json")).Code);
    }

    private static TrainerOptions Options() => new()
    {
        Epochs = 3,
        LearningRate = 0.05,
        Precision = TrainingPrecision.Fp32,
        LogEverySteps = 1,
        Patience = 0,
        MaxGradNorm = 0,
    };
}
