using OmniHelix.Torch.Optim;
using OmniHelix.Training.Logging;

namespace OmniHelix.Training.Tests;

/// <summary>The trainer knows nothing of sequences: it trains whatever a task describes, and resumes it bit for bit.</summary>
public sealed class TaskSeamTests : IDisposable
{
    private static readonly TrainerOptions Options = new()
    {
        Epochs = 4,
        LearningRate = 0.05,
        WarmupRatio = 0.1,
        GradientAccumulationSteps = 2,
        EvaluateEverySteps = 3,
        CheckpointEverySteps = 2,
        LogEverySteps = 1,
        Patience = 0,
    };

    private readonly TemporaryFolder folder = new();

    public enum Where
    {
        InABatch,
        InAnEvaluation,
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("sgd", Where.InABatch, true)]
    [InlineData("sgd", Where.InABatch, false)]
    [InlineData("sgd", Where.InAnEvaluation, true)]
    [InlineData("adamw", Where.InABatch, true)]
    [InlineData("adamw", Where.InAnEvaluation, true)]
    [InlineData("adamw", Where.InAnEvaluation, false)]
    public void ATaskOnPlainTensorsCutOffAnywhereEndsAtTheSameNumbers(string optimizer, Where where, bool killed)
    {
        using var whole = Task(optimizer);
        var outcome = new Trainer<int[]>(whole, Options, folder["whole"]).Run(null, default);
        Assert.Equal((16, 4L), (outcome.State.Step, outcome.TrainedParameters));
        var sessions = 0;
        for (var allowed = 1; ; allowed++)
        {
            Assert.True(++sessions < 40, "The run does not get on.");
            using var stop = new CancellationTokenSource();
            var left = allowed;
            void Pass()
            {
                if (left-- > 0) return;
                // A kill leaves the folder as it is; a cancelled run stores where it stands.
                if (killed) throw new KilledException();
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            }
            // Other weights at the start, once there is a checkpoint: all that counts must come from it.
            var start = HasCheckpoint("cut") ? 100 + sessions : 3;
            using var task = Task(optimizer, start, where == Where.InABatch ? Pass : null, where == Where.InAnEvaluation ? Pass : null);
            try
            {
                new Trainer<int[]>(task, Options, folder["cut"]).Run(null, stop.Token);
                Assert.Equal(whole.Weights(), task.Weights());
                break;
            }
            catch (Exception e) when (e is KilledException or OperationCanceledException)
            {
                Assert.Equal(killed, e is KilledException);
            }
        }
        Assert.True(sessions > 2);
        Assert.Equal(Contents("whole"), Contents("cut"));
        Assert.Equal(Log("whole"), Log("cut"));
    }

    [Fact]
    public void AnEvaluationThatIsOwedToACheckpointIsMadeFirst()
    {
        using (var cut = Task("sgd", beforeScore: () => throw new OperationCanceledException()))
            Assert.Throws<OperationCanceledException>(() => new Trainer<int[]>(cut, Options, folder["run"]).Run(null, default));
        // Killed in the evaluation that is owed, before anything else is done.
        var batches = 0;
        using (var killed = Task("sgd", 8, () => batches++, () => throw new KilledException()))
            Assert.Throws<KilledException>(() => new Trainer<int[]>(killed, Options, folder["run"]).Run(null, default));
        Assert.Equal(0, batches);
        using var resumed = Task("sgd", 9);
        new Trainer<int[]>(resumed, Options, folder["run"]).Run(null, default);
        using var whole = Task("sgd");
        new Trainer<int[]>(whole, Options, folder["whole"]).Run(null, default);
        Assert.Equal(whole.Weights(), resumed.Weights());
        Assert.Equal(Log("whole"), Log("run"));
    }

    [Fact]
    public void TheLossFallsAndTheBestWeightsAreKept()
    {
        using var task = Task("sgd");
        var options = Options with { Epochs = 30, EvaluateEverySteps = 0 };
        var state = new Trainer<int[]>(task, options, folder["run"]).Run(null, default).State;
        var scores = MetricsLog.Read(folder["run", "metrics.jsonl"])
            .Where(r => r.Split == "valid").Select(r => r.Values["squared_error"]!.Value).ToList();
        Assert.Equal(30, scores.Count);
        Assert.Equal(scores.Min(), state.Stopping.Best);
        Assert.Equal(scores.Min(), task.Score(default).Score);
        Assert.True(scores.Min() < 0.02 && scores[0] > 0.1, string.Join(' ', scores));
    }

    [Fact]
    public void FrozenParametersAreNotGivenToTheOptimizerAndStay()
    {
        IReadOnlyList<string>? given = null;
        using var task = new LeastSquares(3)
        {
            Factory = (trained, rate) =>
            {
                given = [.. trained.Select(p => p.Name)];
                return new Sgd([new ParameterGroup(trained, 0)], rate);
            },
        };
        task.Bias.IsTrainable = false;
        var bias = task.Weights()[^1];
        var outcome = new Trainer<int[]>(task, Options, folder["run"]).Run(null, default);
        Assert.Equal(["weight"], given);
        Assert.Equal(3, outcome.TrainedParameters);
        Assert.Equal(bias, task.Weights()[^1]);
    }

    [Fact]
    public void ATaskWithNothingToTrainIsRefused()
    {
        using var task = new LeastSquares(3);
        task.Weight.IsTrainable = false;
        task.Bias.IsTrainable = false;
        var error = Assert.Throws<OmniException>(() => new Trainer<int[]>(task, Options, folder["run"]).Run(null, default));
        Assert.Equal("OH5055", error.Code);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void HooksFollowEpochsAndStepsAndMayChangeWeights()
    {
        using var task = new LeastSquares(3)
        {
            AfterStep = weight => weight.CopyInPlace(weight.Maximum(weight.ZerosLike())),
        };
        new Trainer<int[]>(task, Options with { Epochs = 2 }, folder["run"]).Run(null, default);
        string[] steps = [.. Enumerable.Range(1, 8).Select(step => $"step {step}")];
        Assert.Equal(["epoch 0", .. steps[..4], "epoch 1", .. steps[4..]], task.Told);
        Assert.All(task.Weight.Value.Detach().ToArray<float>(), weight => Assert.True(weight >= 0));
    }

    [Fact]
    public void AResumedEpochBeginsAgain()
    {
        var batches = 0;
        void Cut()
        {
            if (batches++ == 11) throw new OperationCanceledException();
        }
        using (var cut = Task("sgd", beforeLoss: Cut))
            Assert.Throws<OperationCanceledException>(() => new Trainer<int[]>(cut, Options, folder["run"]).Run(null, default));
        using var task = Task("sgd");
        new Trainer<int[]>(task, Options with { MaxSteps = 6 }, folder["run"]).Run(null, default);
        Assert.Equal(["epoch 1", "step 6"], task.Told);
    }

    private static LeastSquares Task(string optimizer, long seed = 3, Action? beforeLoss = null, Action? beforeScore = null) => new(seed)
    {
        Factory = optimizer == "sgd" ? (trained, rate) => new Sgd([new ParameterGroup(trained, 0)], rate, momentum: 0.9) : null,
        BeforeLoss = beforeLoss,
        BeforeScore = beforeScore,
    };

    private bool HasCheckpoint(string run) =>
        Directory.Exists(folder[run, "checkpoints"]) && Directory.GetDirectories(folder[run, "checkpoints"], "step-*").Length > 0;

    // Names and bytes of the tensors of all checkpoints.
    private List<string> Contents(string run) =>
    [
        .. Directory.GetFiles(folder[run, "checkpoints"], "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => $"{Path.GetRelativePath(folder[run], f)} {Convert.ToHexString(File.ReadAllBytes(f))}"),
    ];

    private List<string> Log(string run) =>
    [
        .. MetricsLog.Read(folder[run, "metrics.jsonl"]).Select(r => $"{r.Step} {r.Epoch} {r.Split} " + string.Join(' ', r.Values
            .Where(v => v.Key is not ("tokens_per_second" or "flop_utilisation"))
            .Select(v => FormattableString.Invariant($"{v.Key}={v.Value:R}")))),
    ];

    private sealed class KilledException : Exception;
}
