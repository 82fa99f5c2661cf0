using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Training.Logging;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Tests;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RaggedTokens train = Tiny.BracketStore(20), valid = Tiny.BracketStore(6, seed: 2);

    [Theory]
    [InlineData(0.0, 1, 0)]
    [InlineData(0.2, 1, 2)]
    [InlineData(0.2, 3, 0)]
    public void ARunCutOffAnywhereEndsAtTheSameNumbers(double dropout, int accumulation, int evaluateEvery)
    {
        var options = new TrainerOptions
        {
            Epochs = 3,
            LearningRate = 0.01,
            GradientAccumulationSteps = accumulation,
            EvaluateEverySteps = evaluateEvery,
            CheckpointEverySteps = 3,
            LogEverySteps = 2,
            Patience = 0,
            Seed = 7,
        };
        var (whole, cut) = (Run("whole", null), Run("cut", 3));
        Assert.Equal(whole, cut);
        Assert.Equal(Files("whole"), Files("cut"));
        Assert.Equal(State("whole").ToJsonString(), State("cut").ToJsonString());
        Assert.Equal(Log("whole"), Log("cut"));

        // Stops after every third batch, wherever that is, and goes on with a fresh model in a fresh trainer.
        float[] Run(string name, int? batchesPerSession)
        {
            for (var stops = 0; ; stops++)
            {
                Assert.True(stops < 100, "The run does not get on.");
                using var model = Tiny.Model(Tiny.BracketLabels, dropout, seed: 3 + stops);
                using var stop = new CancellationTokenSource();
                var source = new CountedBatches(Batches(), batchesPerSession, stop);
                try
                {
                    Trainer(model, options, source, folder[name], Scores(model)).Run(null, stop.Token);
                    return Tiny.Weights(model);
                }
                catch (OperationCanceledException)
                {
                    Assert.NotNull(batchesPerSession);
                    batchesPerSession++;
                }
            }
        }
    }

    [Fact]
    public void ARunStoppedDuringAnEvaluationEvaluatesAgain()
    {
        var options = new TrainerOptions { Epochs = 2, LearningRate = 0.01, LogEverySteps = 1, Patience = 0 };
        using var model = Tiny.Model(Tiny.BracketLabels, 0.2);
        Trainer(model, options, Batches(), folder["whole"], Scores(model)).Run(null, default);
        using var stopped = Tiny.Model(Tiny.BracketLabels, 0.2);
        for (var i = 0; i < 2; i++)
        {
            var stop = new Scripted(_ => throw new OperationCanceledException());
            Assert.Throws<OperationCanceledException>(() => Trainer(stopped, options, Batches(), folder["cut"], stop).Run(null, default));
            Assert.True(State("cut")["EvaluationPending"]!.GetValue<bool>());
            Assert.Equal(5, State("cut")["Step"]!.GetValue<int>());
        }
        Trainer(stopped, options, Batches(), folder["cut"], Scores(stopped)).Run(null, default);
        Assert.Equal(Tiny.Weights(model), Tiny.Weights(stopped));
        Assert.Equal(Log("whole"), Log("cut"));
        Assert.Equal(State("whole").ToJsonString(), State("cut").ToJsonString());
    }

    [Fact]
    public void Bfloat16TrainsFloat32WeightsAndResumesToo()
    {
        var options = new TrainerOptions
        {
            Epochs = 4,
            LearningRate = 0.02,
            Precision = TrainingPrecision.Bf16,
            LogEverySteps = 1,
            Patience = 0,
            CheckpointEverySteps = 1,
        };
        using var model = Tiny.Model(Tiny.BracketLabels);
        Trainer(model, options, Batches(), folder["whole"], Scores(model)).Run(null, default);
        using var stop = new CancellationTokenSource();
        using var cut = Tiny.Model(Tiny.BracketLabels);
        var first = Trainer(cut, options, new CountedBatches(Batches(), 4, stop), folder["cut"], Scores(cut));
        Assert.ThrowsAny<OperationCanceledException>(() => first.Run(null, stop.Token));
        Trainer(cut, options, Batches(), folder["cut"], Scores(cut)).Run(null, default);
        Assert.Equal(Log("whole"), Log("cut"));
        Assert.Equal(Tiny.Weights(model), Tiny.Weights(cut));
        Assert.All(model.NamedParameters(), p => Assert.Equal(Torch.DType.Float32, p.Value.Value.DType));
        var losses = MetricsLog.Read(folder["whole", "metrics.jsonl"])
            .Where(r => r.Split == "train").Select(r => r.Values["loss"]!.Value).ToList();
        Assert.True(losses[^1] < 0.7 * losses[0]);
    }

    [Fact]
    public void AFinishedRunIsOnlyLoaded()
    {
        var options = new TrainerOptions { Epochs = 1, LearningRate = 0.01 };
        using var model = Tiny.Model(Tiny.BracketLabels);
        var first = Trainer(model, options, Batches(), folder["run"], Scores(model)).Run(null, default);
        using var again = Tiny.Model(Tiny.BracketLabels, seed: 99);
        var never = new Scripted(_ => throw new InvalidOperationException("evaluated again"));
        var second = Trainer(again, options, Batches(), folder["run"], never).Run(null, default);
        Assert.Equal(first.State.Step, second.State.Step);
        Assert.Equal(Tiny.Weights(model), Tiny.Weights(again));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    public void MicroBatchesJoinIntoTheMeanOfTheirLosses(int accumulation, int rowsPerBatch)
    {
        // Rows of one length: the mean over a batch is the mean of the means. Ten rows leave a last step with fewer of them.
        var rows = Tiny.Store(Tiny.Examples(10, Tiny.Brackets, shortest: 8, longest: 8), Tiny.BracketLabels);
        var plain = Log("plain", 1, [.. Enumerable.Range(0, 10).Chunk(accumulation * rowsPerBatch)]);
        var joined = Log("joined", accumulation, [.. Enumerable.Range(0, 10).Chunk(rowsPerBatch)]);
        Assert.Equal((10 + accumulation * rowsPerBatch - 1) / (accumulation * rowsPerBatch) * 2, plain.Count);
        Assert.Equal(plain.Count, joined.Count);
        foreach (var (a, b) in plain.Zip(joined))
        {
            Assert.Equal(a.Values["loss"]!.Value, b.Values["loss"]!.Value, 1e-5);
            Assert.Equal(a.Values["gradient_norm"]!.Value, b.Values["gradient_norm"]!.Value, 1e-4);
        }

        IReadOnlyList<MetricsRecord> Log(string name, int accumulate, int[][] batches)
        {
            using var model = Tiny.Model(Tiny.BracketLabels);
            var options = new TrainerOptions
            {
                Epochs = 2,
                LearningRate = 1e-3,
                GradientAccumulationSteps = accumulate,
                LogEverySteps = 1,
                WarmupRatio = 0,
            };
            Trainer(model, options, new ListedBatches(rows, batches), folder[name], null).Run(null, default);
            return MetricsLog.Read(folder[name, "metrics.jsonl"]);
        }
    }

    [Fact]
    public void ALossThatIsNoNumberEndsTheRunAndLeavesFiniteWeights()
    {
        // A decay of 10 at a rate of 1000 multiplies every weight by −9999 a step.
        var options = new TrainerOptions
        {
            Epochs = 100,
            LearningRate = 1e3,
            WeightDecay = 10,
            WarmupRatio = 0,
            Scheduler = "constant",
            CheckpointEverySteps = 1,
        };
        using var model = Tiny.Model(Tiny.BracketLabels);
        var error = Assert.Throws<OmniException>(() => Trainer(model, options, Batches(), folder["run"], Scores(model)).Run(null, default));
        Assert.Equal("OH5001", error.Code);
        var step = State("run")["Step"]!.GetValue<int>();
        Assert.Contains($"at step {step + 1}, in the batch of the records r", error.Message, StringComparison.Ordinal);
        Assert.Contains("test.jsonl, record ", error.Message, StringComparison.Ordinal);
        foreach (var file in new[] { "model.safetensors", "optimizer.safetensors" })
        {
            using var weights = Checkpoint.Open(Path.Combine(Newest("run"), file));
            foreach (var name in weights.Names)
                Assert.True(MemoryMarshal.Cast<byte, float>(weights.Get(name).Bytes).ToArray().All(float.IsFinite), $"{file}: {name}");
        }
    }

    [Fact]
    public void WeightsThatAreNoNumbersBeforeTheFirstStepAreNamed()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var (name, parameter) = model.NamedParameters().ElementAt(5);
        using (GradMode.Off()) parameter.Value.MulInPlace(double.PositiveInfinity);
        var options = new TrainerOptions { Epochs = 1 };
        var error = Assert.Throws<OmniException>(() => Trainer(model, options, Batches(), folder["run"], Scores(model)).Run(null, default));
        Assert.Equal("OH5001", error.Code);
        Assert.Contains($"no numbers, first in '{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APredictionThatIsNoNumberEndsTheRunToo()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var validation = new Scripted(token =>
        {
            using (GradMode.Off())
                foreach (var (_, parameter) in model.NamedParameters()) parameter.Value.MulInPlace(double.NaN);
            return Scores(model).Score(token);
        });
        var options = new TrainerOptions { Epochs = 1 };
        var error = Assert.Throws<OmniException>(() => Trainer(model, options, Batches(), folder["run"], validation).Run(null, default));
        Assert.Equal("OH5001", error.Code);
        Assert.Contains("at step 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUndefinedMetricIsLoggedWithItsReason()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var validation = new Scripted(_ => new ValidationScore(0.5, new Dictionary<string, double> { ["score"] = 0.5 })
        {
            Notes = new Dictionary<string, string> { ["roc_auc"] = "one class only" },
        });
        Trainer(model, new TrainerOptions { Epochs = 1 }, Batches(), folder["run"], validation).Run(null, default);
        var record = MetricsLog.Read(folder["run", "metrics.jsonl"]).Single(r => r.Split == "valid");
        Assert.Equal([("score", 0.5), ("roc_auc", null)], record.Values.Select(v => (v.Key, v.Value)));
        Assert.Equal("one class only", record.Notes!["roc_auc"]);
    }

    [Fact]
    public void AScoreThatIsNeverDefinedChoosesAndStopsNothing()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var options = new TrainerOptions { Epochs = 6, LearningRate = 0.01, Patience = 2 };
        var undefined = new Scripted(_ => new ValidationScore(null, new Dictionary<string, double>()));
        var state = Trainer(model, options, Batches(), folder["run"], undefined).Run(null, default).State;
        Assert.Equal((6, null), (state.EpochsBegun, state.Stopping.Best));
        using var alone = Tiny.Model(Tiny.BracketLabels);
        Trainer(alone, options, Batches(), folder["alone"], null).Run(null, default);
        Assert.Equal(Tiny.Weights(alone), Tiny.Weights(model));
    }

    [Fact]
    public void TrainingStopsWithoutImprovementAndTakesTheBestWeightsBack()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var seen = new List<float[]>();
        double?[] scores = [0.1, null, 0.5, 0.4, 0.5, 0.45];
        var options = new TrainerOptions { Epochs = 50, LearningRate = 0.01, Patience = 3 };
        var state = Trainer(model, options, Batches(), folder["run"], new Scripted(_ =>
        {
            seen.Add(Tiny.Weights(model));
            return new ValidationScore(scores[seen.Count - 1], new Dictionary<string, double> { ["accuracy"] = seen.Count });
        })).Run(null, default).State;
        Assert.Equal(6, seen.Count);
        Assert.Equal(3, Assert.Single(state.BestValues!).Value);
        Assert.Equal((3, 15, 0.5, true), (state.BestEpoch, state.BestStep, state.Stopping.Best, state.Finished));
        Assert.Contains("no improvement in 3 evaluations", state.EndReason, StringComparison.Ordinal);
        Assert.Equal(seen[2], Tiny.Weights(model));
    }

    [Fact]
    public void TheDirectionOfTheMetricIsTheOneGiven()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        double[] losses = [0.5, 0.3, 0.4];
        var asked = 0;
        var validation = new Scripted(_ => new ValidationScore(losses[asked++], new Dictionary<string, double>()), greaterIsBetter: false);
        var state = Trainer(model, new TrainerOptions { Epochs = 3 }, Batches(), folder["run"], validation).Run(null, default).State;
        Assert.Equal((2, 0.3), (state.BestEpoch, state.Stopping.Best));
    }

    [Fact]
    public void TrainingEndsInTheMiddleOfAnEpochWhenTheStepsAreUsedUp()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var options = new TrainerOptions { Epochs = 9, MaxSteps = 7 };
        var state = Trainer(model, options, Batches(), folder["run"], Scores(model)).Run(null, default).State;
        Assert.Equal((7, 1, 2, "all planned steps done"), (state.Step, state.Epoch, state.Batch, state.EndReason));
        Assert.Equal([5, 7], MetricsLog.Read(folder["run", "metrics.jsonl"]).Where(r => r.Split == "valid").Select(r => (int)r.Step));
    }

    [Fact]
    public void WithoutAValidationSplitTheLastWeightsAreKept()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var options = new TrainerOptions { Epochs = 2, LearningRate = 0.01, Patience = 1 };
        var state = Trainer(model, options, Batches(), folder["run"], null).Run(null, default).State;
        Assert.Equal((10, 10, 2), (state.Step, state.BestStep, state.BestEpoch));
        Assert.Null(state.BestValues);
        using var last = Checkpoint.Open(Path.Combine(Newest("run"), "model.safetensors"));
        Assert.Equal(
            model.NamedParameters().SelectMany(p => last.Get(p.Name).Bytes.ToArray()),
            MemoryMarshal.AsBytes<float>(Tiny.Weights(model)).ToArray());
    }

    [Fact]
    public void TheRateRisesAndFallsAsPlannedAndTheLossFalls()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var options = new TrainerOptions { Epochs = 8, LearningRate = 0.02, WarmupRatio = 0.25, LogEverySteps = 1, Patience = 0 };
        Trainer(model, options, Batches(), folder["run"], Scores(model)).Run(null, default);
        var steps = MetricsLog.Read(folder["run", "metrics.jsonl"]).Where(r => r.Split == "train").ToList();
        var rates = steps.Select(r => r.Values["learning_rate"]!.Value).ToList();
        Assert.Equal(40, rates.Count);
        Assert.Equal(0, rates[0]);
        Assert.Equal(0.02, rates[10], 1e-12);
        Assert.Equal(0.02 / 30, rates[39], 1e-12);
        Assert.True(steps[^1].Values["loss"] < 0.5 * steps[0].Values["loss"]);
    }

    [Fact]
    public void ASourceWithoutABatchIsRefused()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var trainer = Trainer(model, new TrainerOptions(), new ListedBatches(train, []), folder["run"], null);
        var error = Assert.Throws<OmniException>(() => trainer.Run(null, default));
        Assert.Equal("OH5053", error.Code);
    }

    [Fact]
    public void ProgressTellsWhereTheRunIs()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var reports = new List<TrainingProgress>();
        var options = new TrainerOptions { Epochs = 2, LogEverySteps = 1, Seed = 8 };
        Trainer(model, options, Batches(), folder["run"], Scores(model)).Run(new AtOnce<TrainingProgress>(reports.Add), default);
        var training = reports.Where(r => r.Phase == TrainingPhase.Training).ToList();
        Assert.Equal(Enumerable.Range(1, 10), training.Select(r => r.Position.Step));
        Assert.All(reports, r => Assert.Equal((8L, 2, 10), (r.Seed, r.Position.Epochs, r.Position.Steps)));
        Assert.All(training, r => Assert.True(
            r is { Loss: > 0, Pace: { TokensPerSecond: > 0, FlopUtilisation: > 0, Remaining.Ticks: >= 0 } }));
        Assert.Equal([1, 1, 1, 1, 1, 2, 2, 2, 2, 2], training.Select(r => r.Position.Epoch));
        Assert.Contains(reports, r => r is { Phase: TrainingPhase.Validating, Scores: { Last: not null, Best: not null } });
    }

    [Fact]
    public void ADamagedStateIsNamed()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var options = new TrainerOptions { Epochs = 1 };
        Trainer(model, options, Batches(), folder["run"], null).Run(null, default);
        var path = Path.Combine(Newest("run"), "state.json");
        File.WriteAllText(path, File.ReadAllText(path)[..40]);
        var error = Assert.Throws<OmniException>(() => Trainer(model, options, Batches(), folder["run"], null).Run(null, default));
        Assert.Equal(("OH5010", path), (error.Code, error.Place));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("STATE", "RandomState", "\"\"")]
    [InlineData("STATE", "RandomState", "\"AAAA\"")]
    [InlineData("STATE", "RandomState", "null")]
    [InlineData("STATE", "Step", "1")]
    [InlineData("STATE", "Batch", "-1")]
    [InlineData("STATE", "BestStep", "1000")]
    [InlineData("STATE", "Seconds", "\"NaN\"")]
    public void AStateThatNoTrainingLeftIsNamed(string text, string key = "", string value = "")
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var options = new TrainerOptions { Epochs = 1 };
        Trainer(model, options, Batches(), folder["run"], null).Run(null, default);
        var path = Path.Combine(Newest("run"), "state.json");
        var state = JsonNode.Parse(File.ReadAllText(path))!;
        if (key.Length > 0)
        {
            Assert.True(state.AsObject().ContainsKey(key));
            state[key] = JsonNode.Parse(value);
        }
        File.WriteAllText(path, key.Length > 0 ? state.ToJsonString() : text);
        var error = Assert.Throws<OmniException>(() => Trainer(model, options, Batches(), folder["run"], null).Run(null, default));
        Assert.Equal(("OH5010", path), (error.Code, error.Place));
    }

    [Fact]
    public void ACheckpointWithoutAStateIsNamed()
    {
        using var model = Tiny.Model(Tiny.BracketLabels);
        var options = new TrainerOptions { Epochs = 1 };
        Trainer(model, options, Batches(), folder["run"], null).Run(null, default);
        File.Delete(Path.Combine(Newest("run"), "state.json"));
        var error = Assert.Throws<OmniException>(() => Trainer(model, options, Batches(), folder["run"], null).Run(null, default));
        Assert.Equal("OH5010", error.Code);
    }

    [Theory]
    [InlineData("epochs")]
    [InlineData("max-steps")]
    [InlineData("learning-rate")]
    [InlineData("weight-decay")]
    [InlineData("warmup-ratio")]
    [InlineData("gradient-accumulation-steps")]
    [InlineData("max-grad-norm")]
    [InlineData("patience")]
    [InlineData("schedule")]
    public void SettingsThatMakeNoSenseAreNamed(string name)
    {
        var good = new TrainerOptions();
        var bad = name switch
        {
            "epochs" => good with { Epochs = 0 },
            "max-steps" => good with { MaxSteps = 0 },
            "learning-rate" => good with { LearningRate = double.NaN },
            "weight-decay" => good with { WeightDecay = -1 },
            "warmup-ratio" => good with { WarmupRatio = 1 },
            "gradient-accumulation-steps" => good with { GradientAccumulationSteps = 0 },
            "max-grad-norm" => good with { MaxGradNorm = -1 },
            "patience" => good with { Patience = -1 },
            _ => good with { Scheduler = "linaer" },
        };
        Assert.Same(good, good.Validate());
        Assert.Contains(name.Replace('-', '_'), Assert.Throws<UsageException>(() => bad.Validate()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private SupervisedBatches Batches() => new(train, new BatchOptions { BatchSize = 4, Shuffle = true, Seed = 7 });

    private SupervisedValidation Scores(OmniModel model) =>
        new(new Predictor(model, Precision.Fp32, Torch.Device.Cpu), valid, MetricCatalog.Find("accuracy"), ["accuracy", "f1_macro"]);

    private static Trainer<LabelledBatch> Trainer(
        OmniModel model, TrainerOptions options, IBatchSource<LabelledBatch> batches, string folder, IValidation? validation) =>
        new(new ModelTask(model, batches, validation, Torch.Device.Cpu), options, folder);

    private string Newest(string run) =>
        Directory.GetDirectories(folder[run, "checkpoints"], "step-*").Order(StringComparer.Ordinal).Last();

    private JsonObject State(string run)
    {
        var state = JsonNode.Parse(File.ReadAllText(Path.Combine(Newest(run), "state.json")))!.AsObject();
        state.Remove("Seconds");
        return state;
    }

    // Names and contents of all checkpoint files but the state, which holds a time.
    private List<string> Files(string run) =>
        [.. Directory.GetFiles(folder[run, "checkpoints"], "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => $"{Path.GetRelativePath(folder[run], f)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}")];

    private List<string> Log(string run) =>
    [
        .. MetricsLog.Read(folder[run, "metrics.jsonl"]).Select(r => $"{r.Step} {r.Epoch} {r.Split} " + string.Join(' ', r.Values
            .Where(v => v.Key is not ("tokens_per_second" or "flop_utilisation"))
            .Select(v => FormattableString.Invariant($"{v.Key}={v.Value:R}")))),
    ];

    /// <summary>Batches in a fixed order.</summary>
    private sealed class ListedBatches(RaggedTokens tokens, int[][] batches) : IBatchSource<LabelledBatch>
    {
        public int Count(int epoch) => batches.Length;

        public IEnumerable<LabelledBatch> Batches(int epoch, int first, CancellationToken cancellation) =>
            batches.Skip(first).Select(rows => LabelledBatch.Supervised(TokenBatch.Create(tokens, rows), 0, TaskUnit.Token));
    }

    /// <summary>Cancels after a number of batches.</summary>
    private sealed class CountedBatches(IBatchSource<LabelledBatch> inner, int? most, CancellationTokenSource stop)
        : IBatchSource<LabelledBatch>
    {
        private int given;

        public int Count(int epoch) => inner.Count(epoch);

        public IEnumerable<LabelledBatch> Batches(int epoch, int first, CancellationToken cancellation)
        {
            foreach (var batch in inner.Batches(epoch, first, cancellation))
            {
                if (given++ == most) stop.Cancel();
                yield return batch;
            }
        }
    }

    /// <summary>Scores as a test says.</summary>
    private sealed class Scripted(Func<CancellationToken, ValidationScore> score, bool greaterIsBetter = true) : IValidation
    {
        public string Metric => "score";

        public bool GreaterIsBetter => greaterIsBetter;

        public ValidationScore Score(CancellationToken cancellation) => score(cancellation);
    }
}
