using System.Diagnostics;
using OmniHelix.Inference;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Torch;
using OmniHelix.Torch.Optim;
using OmniHelix.Training.Schedules;

namespace OmniHelix.Training;

/// <summary>The score of one evaluation.</summary>
/// <param name="Score">The metric that selects the best weights; null when it is undefined on this split.</param>
/// <param name="Values">All metrics by name, undefined ones left out.</param>
public sealed record EvaluationScore(double? Score, IReadOnlyDictionary<string, double> Values);

/// <summary>What a finished run knows.</summary>
/// <param name="State">Where it ended.</param>
/// <param name="TokensPerSecond">Sequence tokens a second of training in this session.</param>
/// <param name="FlopUtilisation">Share of the machine's matrix rate, null when not measured.</param>
public sealed record TrainingOutcome(TrainingState State, double TokensPerSecond, double? FlopUtilisation);

/// <summary>
/// Trains a model: accumulation, clipping, schedule, validation, early stopping, checkpoints. Killed at any moment and started again on the same folder it goes on
/// from the last checkpoint and ends at the same numbers. The best weights are chosen on the validation split alone; without one, the last weights are kept.
/// </summary>
/// <param name="model">Model in place; holds the best weights when <see cref="Run"/> returns.</param>
/// <param name="options">Numbers of the run.</param>
/// <param name="batches">Training data.</param>
/// <param name="folder">Folder of checkpoints and <c>metrics.jsonl</c>.</param>
/// <param name="metric">Metric that selects the best weights, and its direction.</param>
/// <param name="evaluate">Scores the validation split with the model as it is; null when there is none.</param>
public sealed class Trainer(
    OmniModel model, TrainerOptions options, IBatchSource batches, string folder, (string Name, bool GreaterIsBetter) metric, Func<CancellationToken, EvaluationScore>? evaluate)
{
    private const int StepsBetweenReleases = 100;

    private readonly CheckpointStore checkpoints = new(Path.Combine(folder, "checkpoints"));
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TrainingState state = new();
    private double secondsBefore;

    /// <summary>Trains to the end, or until cancelled (a checkpoint is stored first).</summary>
    /// <exception cref="OmniException">OH5001 when the loss or a gradient is not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; start again to go on.</exception>
    public TrainingOutcome Run(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        options.Validate();
        using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(model, options.WeightDecay), options.LearningRate);
        TorchEngine.ManualSeed(options.Seed);
        state = checkpoints.TryRestore(model, optimizer) ?? new TrainingState { RandomState = TorchEngine.RandomState() };
        secondsBefore = state.Seconds;
        var steps = PlannedSteps();
        if (steps == 0) throw new OmniException("OH5053", "there is no row to train on", folder, "Look at what was left out of the data and why.");
        using var log = new RunLog(folder, state.Step);
        var throughput = new Throughput(state.Finished ? null : MatrixRate.Measure(options.Precision, options.Device));
        var session = new Session(optimizer, Schedule(steps), steps, throughput, log, progress, cancellation);
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
        checkpoints.LoadBest(model, state);
        return new TrainingOutcome(state, throughput.TokensPerSecond, throughput.FlopUtilisation);
    }

    private void TrainEpoch(Session session)
    {
        model.Train();
        var (optimizer, throughput, count) = (session.Optimizer, session.Throughput, batches.Count(state.Epoch));
        var (stepLoss, stepTokens, micro) = (0.0, 0L, state.Batch);
        optimizer.ZeroGrad();
        throughput.Resume();
        foreach (var batch in batches.Batches(state.Epoch, state.Batch, session.Cancellation))
        {
            session.Cancellation.ThrowIfCancellationRequested();
            // The last step of an epoch may join fewer micro batches than the others.
            var joined = Math.Min(options.GradientAccumulationSteps, count - micro / options.GradientAccumulationSteps * options.GradientAccumulationSteps);
            stepLoss += Backward(batch, joined) / joined;
            stepTokens += batch.Tokens.TokensNeeded;
            throughput.Count(batch.Tokens.TokensNeeded, 3.0 * model.FlopsPerToken(batch.Tokens.Length) * batch.Tokens.TokensNeeded);
            micro++;
            if (micro % options.GradientAccumulationSteps != 0 && micro != count) continue;
            optimizer.LearningRate = session.Schedule.Rate(state.Step, options.LearningRate);
            var norm = Clip(stepLoss);
            optimizer.Step();
            optimizer.ZeroGrad();
            state.Step++;
            (state.Epoch, state.Batch) = micro == count ? (state.Epoch + 1, 0) : (state.Epoch, micro);
            (state.LossSum, state.LossCount, state.Tokens) = (state.LossSum + stepLoss, state.LossCount + 1, state.Tokens + stepTokens);
            (stepLoss, stepTokens) = (0, 0);
            state.RandomState = TorchEngine.RandomState();
            if (state.Step % StepsBetweenReleases == 0) TorchEngine.ReleaseFreeMemory();
            if (state.Step % options.LogEverySteps == 0) LogStep(session, norm);
            var evaluationIsDue = state.Step >= session.Steps || (options.EvaluateEverySteps > 0 ? state.Step % options.EvaluateEverySteps == 0 : state.Batch == 0);
            if (!evaluationIsDue && (options.CheckpointEverySteps == 0 || state.Step % options.CheckpointEverySteps != 0)) continue;
            throughput.Pause();
            if (evaluationIsDue) EvaluateAndStore(session);
            else Store(session);
            if (state.Finished || state.Batch == 0) return;
            model.Train();
            throughput.Resume();
        }
        throughput.Pause();
    }

    private double Backward(LabelledBatch batch, int joined)
    {
        using var scope = new TensorScope();
        var input = batch.Tokens.ToInput(options.Device);
        var labels = batch.Labels(options.Device);
        Tensor loss;
        using (options.Precision == Precision.Bf16 ? new Autocast(DType.BFloat16, options.Device.Type) : null)
            loss = model.Loss(model.Forward(input), labels);
        var value = loss.Detach().ToDouble();
        if (!double.IsFinite(value)) throw NotANumber("the loss", value);
        (loss / joined).Backward();
        return value;
    }

    private double Clip(double loss)
    {
        var bound = options.MaxGradNorm > 0 ? options.MaxGradNorm : double.PositiveInfinity;
        var norm = GradientClipping.ClipNorm(model.NamedParameters().Select(p => p.Value), bound);
        return double.IsFinite(norm) ? norm : throw NotANumber($"the gradient norm (loss {loss:G6})", norm);
    }

    private OmniException NotANumber(string what, double value) => new(
        "OH5001", FormattableString.Invariant($"{what} is {value} at step {state.Step + 1}"), folder,
        "Lower the learning rate, use a longer warm-up or --precision fp32. The last checkpoint holds finite weights.");

    private void EvaluateAndStore(Session session)
    {
        state.EvaluationPending = true;
        if (evaluate is null) TakeAsBest();
        else Evaluate(session, evaluate);
        state.EvaluationPending = false;
        if (state.Step >= session.Steps) End("all planned steps done");
        Store(session);
    }

    private void Evaluate(Session session, Func<CancellationToken, EvaluationScore> score)
    {
        Report(TrainingPhase.Validating, session);
        model.Eval();
        EvaluationScore result;
        try
        {
            result = score(session.Cancellation);
        }
        catch (OmniException e) when (e.Code == MetricReport.ScoreIsNotANumber)
        {
            throw NotANumber("a prediction for the validation split", double.NaN);
        }
        session.Log.Validation(state, result.Values);
        state.LastScore = result.Score;
        var stopping = new EarlyStopping(options.Patience, metric.GreaterIsBetter) { State = state.Stopping };
        if (stopping.Observe(result.Score ?? double.NaN)) TakeAsBest();
        state.Stopping = stopping.State;
        if (options.Patience > 0 && stopping.State.ShouldStop) End($"no improvement in {options.Patience} evaluations");
        Report(TrainingPhase.Validating, session);
    }

    private void TakeAsBest()
    {
        (state.BestStep, state.BestEpoch) = (state.Step, state.Batch == 0 ? state.Epoch : state.Epoch + 1);
        checkpoints.SaveBest(model, state.Step);
    }

    private void End(string reason) => (state.Finished, state.EndReason) = (true, state.EndReason ?? reason);

    private void Store(Session session)
    {
        session.Log.Flush();
        state.Seconds = secondsBefore + clock.Elapsed.TotalSeconds;
        checkpoints.Save(model, session.Optimizer, state);
    }

    private void LogStep(Session session, double norm)
    {
        session.Log.Step(state, state.LossSum / state.LossCount, session.Optimizer.LearningRate, norm, session.Throughput);
        Report(TrainingPhase.Training, session);
        (state.LossSum, state.LossCount) = (0, 0);
    }

    private void Report(TrainingPhase phase, Session session)
    {
        if (session.Progress is null) return;
        var elapsed = clock.Elapsed;
        TimeSpan? remaining = state.Step > 0
            ? (elapsed + TimeSpan.FromSeconds(secondsBefore)) / state.Step * Math.Max(0, session.Steps - state.Step)
            : null;
        session.Progress.Report(new TrainingProgress(
            phase, options.Seed, Math.Min(state.Epoch + 1, options.Epochs), options.Epochs, state.Step, session.Steps,
            state.LossCount > 0 ? state.LossSum / state.LossCount : null, session.Optimizer.LearningRate, metric.Name,
            state.LastScore, state.Stopping.Best, session.Throughput.TokensPerSecond, session.Throughput.FlopUtilisation, elapsed, remaining));
    }

    private int PlannedSteps()
    {
        var total = 0;
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            total += (batches.Count(epoch) + options.GradientAccumulationSteps - 1) / options.GradientAccumulationSteps;
            if (options.MaxSteps is { } most && total >= most) return most;
        }
        return total;
    }

    private LearningRateSchedule Schedule(int steps) =>
        ScheduleNames.Create(options.Scheduler, (long)Math.Floor(options.WarmupRatio * steps), steps);

    // What stays the same from the first to the last step of one call.
    private sealed record Session(
        Optimizer Optimizer, LearningRateSchedule Schedule, int Steps, Throughput Throughput, RunLog Log, IProgress<TrainingProgress>? Progress, CancellationToken Cancellation);
}
