using System.Diagnostics;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;
using OmniHelix.Training.Logging;

namespace OmniHelix.Training;

/// <summary>
/// Trains what a task describes: accumulation, clipping, schedule, validation, early stopping, checkpoints. Killed at any moment and
/// started again on the same folder it goes on from the last checkpoint and ends at the same numbers. The best weights are chosen on
/// validation alone; without it, the last weights are kept.
/// </summary>
/// <typeparam name="TBatch">What the task learns from at once.</typeparam>
/// <param name="task">What is trained; its module holds the best weights when <see cref="Run"/> returns.</param>
/// <param name="options">Numbers of the run.</param>
/// <param name="folder">Folder of checkpoints and <c>metrics.jsonl</c>.</param>
public sealed class Trainer<TBatch>(TrainingTask<TBatch> task, TrainerOptions options, string folder)
{
    private const int StepsBetweenReleases = 100;

    private readonly CheckpointStore checkpoints = CheckpointStore.Of(folder);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TrainingState state = new();
    private double secondsBefore;
    private Precision arithmetic;
    private LossScaler? scaler;

    /// <summary>Arithmetic, where it is decided before; null decides it by the options when the training starts.</summary>
    public PrecisionChoice? Precision { get; init; }

    // Float16 needs it; tests of processors without float16 ask for it in other arithmetic.
    internal bool ScalesLoss { get; init; } = options.Precision == TrainingPrecision.Fp16;

    /// <summary>Trains to the end, or until cancelled (a checkpoint is stored first).</summary>
    /// <exception cref="OmniException">
    /// OH5001 when the loss, a gradient or a prediction is not a number; OH5053 without a batch; OH5055 when every parameter is frozen.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; start again to go on.</exception>
    public TrainingOutcome Run(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        options.Validate();
        var trained = task.Module.TrainableParameters().ToList();
        if (trained.Count == 0)
            throw new OmniException("OH5055", "there is no parameter to train: all are frozen", folder, "Leave a part unfrozen.");
        var decided = Precision ?? PrecisionChoice.Of(task, options, folder);
        using var optimizer = task.CreateOptimizer(trained, options);
        TorchEngine.ManualSeed(options.Seed);
        state = checkpoints.TryRestore(task.Module, optimizer) ?? new TrainingState { RandomState = TorchEngine.RandomState() };
        secondsBefore = state.Seconds;
        arithmetic = decided.Precision;
        state.Precision = arithmetic;
        state.PrecisionReason = decided.Reason;
        scaler = !ScalesLoss ? null : state.LossScale is { } scale ? new LossScaler(scale, state.GoodSteps) : new LossScaler();
        var steps = TrainingPlan.CountSteps(options, task.Batches.Count);
        if (steps == 0)
            throw new OmniException("OH5053", "there is no row to train on", folder, "Look at what was left out of the data and why.");
        var plan = new TrainingPlan(options, steps);
        using var log = new RunLog(folder, state.Step);
        var throughput = new Throughput(state.Finished ? null : MatrixRate.Of(arithmetic, options.Device));
        var session = new Session([.. trained.Select(p => p.Value)], optimizer, plan, throughput, log, progress, cancellation);
        try
        {
            if (state.EvaluationPending) EvaluateAndStore(session);
            while (!state.Finished) TrainEpoch(session);
        }
        catch (OperationCanceledException)
        {
            // A step or an evaluation under way was not finished; the state still is that of the last whole step.
            Store(session);
            throw;
        }
        checkpoints.LoadBest(task.Module, state);
        task.Module.Eval();
        var count = trained.Sum(p => p.Value.Value.ElementCount);
        return new TrainingOutcome(state, count, throughput.TokensPerSecond, throughput.FlopUtilisation);
    }

    private void TrainEpoch(Session session)
    {
        task.EpochBegins(state.Epoch);
        task.Module.Train();
        session.Optimizer.ZeroGrad();
        session.Throughput.Resume();
        var count = task.Batches.Count(state.Epoch);
        var used = state.Batch;
        foreach (var joined in task.Batches.Batches(state.Epoch, used, session.Cancellation).Chunk(options.GradientAccumulationSteps))
        {
            // As one batch would count them: each by what its loss is a mean over.
            var weights = joined.Select(task.LossWeight).ToList();
            var total = weights.Sum();
            var loss = 0.0;
            var tokens = 0L;
            foreach (var (batch, weight) in joined.Zip(weights))
            {
                session.Cancellation.ThrowIfCancellationRequested();
                loss += Backward(batch, total > 0 ? weight / total : 0);
                var work = task.Work(batch);
                tokens += work.Tokens;
                session.Throughput.Count(work);
            }
            used += joined.Length;
            var norm = TakeStep(session, joined, loss, tokens);
            Advance(used, count);
            FollowStep(session, norm);
            if (state.Finished || state.Batch == 0) break;
        }
        session.Throughput.Pause();
    }

    // Returns what the batch adds to the loss of the step.
    private double Backward(TBatch batch, double share)
    {
        using var scope = new TensorScope();
        Tensor loss;
        using (Autocast.Of(arithmetic, options.Device.Type)) loss = task.Loss(batch);
        var value = loss.Detach().ToDouble();
        if (!double.IsFinite(value)) throw NotANumber("the loss", value, state.Step + 1, [batch]);
        (loss * (share * (scaler?.Scale ?? 1))).Backward();
        return value * share;
    }

    // Returns the norm of the gradients before clipping; one that is not finite when they overflowed and no weight was changed.
    private double TakeStep(Session session, TBatch[] joined, double loss, long tokens)
    {
        session.Optimizer.LearningRate = session.Plan.Rate(state.Step);
        scaler?.Unscale(session.Trained);
        var norm = GradientClipping.ClipNorm(session.Trained, options.MaxGradNorm > 0 ? options.MaxGradNorm : double.PositiveInfinity);
        var isFinite = double.IsFinite(norm);
        if (isFinite)
        {
            session.Optimizer.Step();
            scaler?.Succeeded();
        }
        else if (scaler?.Overflowed() == true) state.SkippedSteps++;
        else throw NotANumber($"the gradient norm (loss {loss:G6})", norm, state.Step + 1, joined);
        session.Optimizer.ZeroGrad();
        if (isFinite) TellStep();
        state.LossSum += loss;
        state.LossCount++;
        state.Tokens += tokens;
        state.LossScale = scaler?.Scale;
        state.GoodSteps = scaler?.GoodSteps ?? 0;
        state.RandomState = TorchEngine.RandomState();
        return norm;
    }

    private void TellStep()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        task.StepTaken(state.Step + 1);
    }

    private void Advance(int used, int count)
    {
        state.Step++;
        state.Batch = used == count ? 0 : used;
        if (state.Batch == 0) state.Epoch++;
    }

    // The state stands after a whole step: logs, scores and stores it where that is due.
    private void FollowStep(Session session, double norm)
    {
        if (state.Step % StepsBetweenReleases == 0) TorchEngine.ReleaseFreeMemory();
        if (session.Plan.LogIsDue(state)) LogStep(session, norm);
        var evaluates = session.Plan.EvaluationIsDue(state);
        if (!evaluates && !session.Plan.CheckpointIsDue(state)) return;
        session.Throughput.Pause();
        if (evaluates) EvaluateAndStore(session);
        else Store(session);
        task.Module.Train();
        session.Throughput.Resume();
    }

    private void EvaluateAndStore(Session session)
    {
        state.EvaluationPending = true;
        if (task.Validation is { } validation) Evaluate(session, validation);
        else TakeAsBest(null);
        state.EvaluationPending = false;
        if (session.Plan.IsDone(state)) End("all planned steps done");
        Store(session);
    }

    private void Evaluate(Session session, IValidation validation)
    {
        Report(TrainingPhase.Validating, session);
        task.Module.Eval();
        var result = validation.Score(session.Cancellation);
        if (result.Score is { } score && double.IsNaN(score))
            throw NotANumber("a prediction for the validation split", score, state.Step, []);
        // A metric that only has a remark is undefined.
        var names = result.Values.Keys.Union(result.Notes.Keys);
        var values = names.ToDictionary(name => name, name => result.Values.TryGetValue(name, out var value) ? value : (double?)null);
        session.Log.Write(At(), "valid", values, result.Notes);
        state.LastScore = result.Score;
        Choose(result, validation.GreaterIsBetter);
        Report(TrainingPhase.Validating, session);
    }

    // As long as no score was defined there is nothing to choose by: the last weights are kept, and patience waits.
    private void Choose(ValidationScore result, bool greaterIsBetter)
    {
        if (result.Score is null && state.Stopping.Best is null) return;
        var stopping = new EarlyStopping(options.Patience, greaterIsBetter) { State = state.Stopping };
        if (stopping.Observe(result.Score ?? double.NaN)) TakeAsBest(result.Values);
        state.Stopping = stopping.State;
        if (options.Patience > 0 && stopping.State.ShouldStop) End($"no improvement in {options.Patience} evaluations");
    }

    private void TakeAsBest(IReadOnlyDictionary<string, double>? values)
    {
        state.BestStep = state.Step;
        state.BestEpoch = state.EpochsBegun;
        state.BestValues = values;
        checkpoints.SaveBest(task.Module, state.Step);
    }

    private void End(string reason)
    {
        state.Finished = true;
        state.EndReason ??= reason;
    }

    private void Store(Session session)
    {
        session.Log.Flush();
        state.Seconds = secondsBefore + clock.Elapsed.TotalSeconds;
        checkpoints.Save(task.Module, session.Optimizer, state);
    }

    private void LogStep(Session session, double norm)
    {
        var values = new Dictionary<string, double?>
        {
            ["loss"] = state.LossSum / state.LossCount,
            ["learning_rate"] = session.Optimizer.LearningRate,
            ["gradient_norm"] = double.IsFinite(norm) ? norm : null,
            ["tokens_per_second"] = session.Throughput.TokensPerSecond,
        };
        if (session.Throughput.FlopUtilisation is { } share) values["flop_utilisation"] = share;
        if (scaler is not null)
        {
            values["loss_scale"] = scaler.Scale;
            values["skipped_steps"] = state.SkippedSteps;
        }
        session.Log.Write(At(), "train", values);
        Report(TrainingPhase.Training, session);
        state.LossSum = 0;
        state.LossCount = 0;
    }

    private void Report(TrainingPhase phase, Session session)
    {
        if (session.Progress is null) return;
        var steps = session.Plan.Steps;
        var position = new TrainingPosition(Math.Max(1, state.EpochsBegun), options.Epochs, state.Step, steps);
        double? loss = state.LossCount > 0 ? state.LossSum / state.LossCount : null;
        var scores = task.Validation is { } validation ? new TrainingScores(validation.Metric, state.LastScore, state.Stopping.Best) : null;
        var elapsed = clock.Elapsed;
        TimeSpan? remaining = state.Step > 0
            ? (elapsed + TimeSpan.FromSeconds(secondsBefore)) / state.Step * Math.Max(0, steps - state.Step)
            : null;
        var pace = new TrainingPace(session.Throughput.TokensPerSecond, session.Throughput.FlopUtilisation, elapsed, remaining);
        session.Progress.Report(new TrainingProgress(phase, options.Seed, position, loss, session.Optimizer.LearningRate, scores, pace));
    }

    private LogTime At() => new(state.Step, state.Epoch);

    private OmniException NotANumber(string what, double value, int step, IReadOnlyList<TBatch> of)
    {
        var found = FormattableString.Invariant($"{what} is {value} at step {step}");
        if (state.Step == 0 && task.Module.FindNotFinite() is { } damaged)
            return new(
                "OH5001", $"{found}: some weights of the model are no numbers, first in '{damaged}'", folder,
                "Take the weights from their source again.");
        var names = of.Select(task.Describe).OfType<string>().ToList();
        var batch = names.Count == 0 ? "" : $", in the batch of {string.Join(", joined with that of ", names)}";
        return new(
            "OH5001", $"{found}{batch}", folder,
            "Lower the learning rate, use a longer warm-up or --precision fp32. The last checkpoint holds finite weights.");
    }

    // What stays the same from the first to the last step of one call.
    private sealed record Session(
        IReadOnlyList<Parameter> Trained, Optimizer Optimizer, TrainingPlan Plan, Throughput Throughput, RunLog Log,
        IProgress<TrainingProgress>? Progress, CancellationToken Cancellation);
}
