using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models.Backbones;
using OmniHelix.Settings;
using OmniHelix.Tokenizers;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>
/// Trains one seed in a folder of its own: checkpoints and logs, the best model in <c>model/</c>, at last <c>result.json</c>. A folder that
/// has one is done and only read.
/// </summary>
/// <param name="setup">What all seeds share.</param>
/// <param name="start">What the run starts from.</param>
/// <param name="observer">Is told how far it is.</param>
internal sealed class SeedTraining(FineTuneSetup setup, TrainingStart start, RunObserver observer)
{
    private readonly PreparedData data = setup.Data;
    private readonly ModelStartNote note = new(observer);

    // Of the seed before; the same is not said again.
    private PrecisionChoice? told;

    /// <summary>Trains, or goes on.</summary>
    /// <param name="seed">Of head, data order and dropout.</param>
    /// <param name="folder">Of this seed.</param>
    /// <param name="untrained">From random weights, also where the run starts from trained ones.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    public TrainedSeed Run(long seed, string folder, bool untrained, CancellationToken cancellation)
    {
        if (SeedResultFile.TryRead(folder) is { } done) return new TrainedSeed(done, null);
        var numbers = setup.Trainer with { Seed = seed };
        using var model = start.Create(data.Labels.Task, setup.Head, seed, untrained);
        note.Tell(model, data.Tokenizer, data.Train);
        model.To(numbers.Device, Torch.DType.Float32);
        var batches = new SupervisedBatches(data.Train, setup.Batches(seed));
        using var frozen = FrozenLayers.Of(model, setup.Run, data, batches.Rows(0), folder, observer);
        var precision = PrecisionChoice.Of(Task(null, null), numbers, folder);
        if (precision.Reason is not null && told != precision) observer.Message($"Arithmetic {precision}.");
        told = precision;
        numbers = precision.In(numbers);
        var predictor = new Predictor(model, precision.Precision, numbers.Device) { Inputs = frozen.Valid };
        var validation = data.Valid is null
            ? null
            : new SupervisedValidation(predictor, data.Valid, setup.Metrics.Primary, setup.Metrics.Names);
        var outcome = new Trainer<LabelledBatch>(Task(validation, frozen.Train), numbers, folder) { Precision = precision }.Run(
            observer.ForTraining(), cancellation);
        if (validation is not null && outcome.State.Stopping.Best is null)
            observer.Message(FormattableString.Invariant(
                $"! seed {seed}: {validation.Metric} chose nothing on the validation split, so the last weights are kept."));
        var test = data.Test is { } rows ? TestPass.Of(model, "test", rows, numbers, observer, cancellation) : null;
        var result = new SeedResult
        {
            Seed = seed,
            EpochsRun = outcome.State.EpochsBegun,
            BestEpoch = outcome.State.BestEpoch,
            BestStep = outcome.State.BestStep,
            EndReason = outcome.State.EndReason,
            TrainSeconds = outcome.State.Seconds,
            TrainedParameters = outcome.TrainedParameters,
            Precision = SettingValue.Write(precision.Precision),
            PrecisionReason = precision.Reason,
            // Where every score was undefined there is no best, and the last weights are kept.
            Valid = outcome.State.BestValues ?? validation?.Score(cancellation).Values ?? new Dictionary<string, double>(),
            Test = test is null ? new Dictionary<string, double>() : Evaluation.Of(data.Test!, test.Logits, setup.Metrics.Names).Values,
        };
        model.Card = model.Card.With(data.TrainingSplit(labels: true));
        model.SavePretrained(Path.Combine(folder, "model"));
        var tokenizer = data.Tokenizer;
        tokenizer.SavePretrained(Path.Combine(folder, "model"), LearnedLetters.Sum(tokenizer.Learned, data.Train.Counts.Letters));
        SeedResultFile.Write(folder, result);
        return new TrainedSeed(result, test);

        ModelTask Task(IValidation? validation, Func<TokenBatch, ModelInput>? inputs) =>
            new(model, batches, validation, numbers.Device)
            {
                Distillation = setup.Teacher,
                Inputs = inputs,
                FrozenBlocks = frozen.Blocks,
            };
    }
}

/// <summary>A seed that is done.</summary>
/// <param name="Result">Also in <c>result.json</c>.</param>
/// <param name="Test">What its model gave for the test split; null without one, and when the training was done before.</param>
internal sealed record TrainedSeed(SeedResult Result, TestPass? Test);
