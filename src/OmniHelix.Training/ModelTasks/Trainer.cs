using OmniHelix.Data.DataSets;
using OmniHelix.Data.Tokens;
using OmniHelix.Documents;
using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Settings;
using OmniHelix.Torch;

namespace OmniHelix.Training.ModelTasks;

/// <summary>
/// Fine-tunes a model on data sets and scores it, for programs that need no run folder with manifest and report. Of the numbers of
/// training, those given to <see cref="Run"/> win over the options, these over the configuration of the training data, and that over the
/// defaults.
/// </summary>
/// <example><code>
/// var trainer = new Trainer(model, train, valid, test);
/// trainer.Run(learningRate: 5e-5, epochs: 3);
/// Console.WriteLine(trainer.Evaluate().Values["f1_macro"]);
/// model.SavePretrained("my-model");
/// </code></example>
public sealed class Trainer
{
    private readonly OmniModel model;
    private readonly OmniDataset train;
    private readonly OmniDataset? valid;
    private readonly OmniDataset? test;
    private readonly string? folder;
    private readonly Distillation? teacher;
    private readonly MetricDefinition primary;
    private readonly IReadOnlyList<string> metrics;
    private TrainerOptions options;

    // Of predictions: float32 until training decides, unless it was said.
    private Precision precision;

    /// <summary>Nothing is trained yet.</summary>
    /// <param name="model">Is changed in place.</param>
    /// <param name="train">Data to learn from.</param>
    /// <param name="valid">Data that choose the best weights; null keeps the last ones.</param>
    /// <param name="test">Data to score, which training does not see.</param>
    /// <param name="options">Numbers of training.</param>
    /// <param name="folder">
    /// A new folder for checkpoints, <c>metrics.jsonl</c> and TensorBoard events; null keeps none of them when training is over.
    /// </param>
    /// <param name="teacher">Another model to learn from, beside the labels, which stays the caller's; null for none.</param>
    /// <exception cref="UsageException">
    /// OH5070 the teacher is for other labels; OH5056 labels of data and model differ, or the loss that the data ask for; OH5110, OH5111
    /// the configuration of the data names an unknown metric, or one of another task; OH1603 it has a value of the wrong kind.
    /// </exception>
    public Trainer(
        OmniModel model, OmniDataset train, OmniDataset? valid = null, OmniDataset? test = null, TrainerOptions? options = null,
        string? folder = null, Distillation? teacher = null)
    {
        teacher?.RequireSameLabels(model.Task, model.LabelNames);
        this.teacher = teacher;
        this.model = model;
        this.train = train;
        this.valid = valid;
        this.test = test;
        this.folder = folder;
        foreach (var data in new[] { train, valid, test }.OfType<OmniDataset>()) RequireSameLabels(model, data);
        RequireSameLoss(model, train.Config);
        var document = train.Config.Document;
        var labels = train.Labels;
        primary = document?.Text("primary_metric") is { } name
            ? Find(name)
            : MetricCatalog.Primary(labels.Task, labels.Outputs);
        var usual = MetricCatalog.Of(labels.Task.Target, labels.Outputs, labels.Task.Unit)
            .Where(metric => !metric.NeedsScores).Select(metric => metric.Name);
        var named = document?.Texts("metrics")?.Select(one => Find(one).Name);
        metrics = [.. (named ?? usual).Prepend(primary.Name).Distinct()];
        this.options = Resolve(document, options ?? new());
        precision = PrecisionChoice.Said(this.options.Precision) ?? Precision.Fp32;

        MetricDefinition Find(string asked) => MetricCatalog.Find(asked, labels.Task.Target, labels.Outputs, labels.Task.Unit);
    }

    /// <summary>Trains; the model then has the best weights, or without validation data the last ones, and is ready to predict.</summary>
    /// <param name="learningRate">Highest learning rate; null, as for the others, for what options, data and defaults say.</param>
    /// <param name="epochs">Passes over the training data.</param>
    /// <param name="maxSteps">Ends training after this many optimizer steps.</param>
    /// <param name="batchSize">Sequences of a batch; without it a batch has up to 4096 tokens.</param>
    /// <param name="seed">Of data order and dropout.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    /// <exception cref="OmniException">
    /// OH5031 the folder exists; OH5001, OH5053, OH5055 as <see cref="Trainer{TBatch}.Run"/> tells.
    /// </exception>
    /// <exception cref="UsageException">
    /// OH5002, OH5140, OH4002, OH4003: numbers out of range, an unknown schedule, a device that is not there, arithmetic that it lacks.
    /// </exception>
    public TrainingOutcome Run(
        double? learningRate = null, int? epochs = null, int? maxSteps = null, int? batchSize = null, long? seed = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (folder is not null && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UsageException("OH5031", "the folder of training exists", folder, "Name a new folder, or leave it out.");
        options = options with
        {
            LearningRate = learningRate ?? options.LearningRate,
            Epochs = epochs ?? options.Epochs,
            MaxSteps = maxSteps ?? options.MaxSteps,
            Seed = seed ?? options.Seed,
        };
        var size = batchSize ?? train.Config.Document?.Integer("batch_size", least: 1);
        var batches = new BatchOptions
        {
            BatchSize = size,
            TokenBudget = size is null ? BatchOptions.UsualTokenBudget : null,
            Shuffle = true,
            Seed = options.Seed,
        };
        model.To(options.Device, DType.Float32);
        var source = new SupervisedBatches(train.Tokens, batches);
        if (folder is not null) return Train(folder);
        var temporary = Directory.CreateTempSubdirectory("omnihelix-training-");
        try
        {
            return Train(temporary.FullName);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }

        TrainingOutcome Train(string place)
        {
            var choice = PrecisionChoice.Of(Task(null), options, place);
            precision = choice.Precision;
            var validation = valid is null ? null : new SupervisedValidation(Predictor(), valid.Tokens, primary, metrics);
            return new Trainer<LabelledBatch>(Task(validation), options, place) { Precision = choice }.Run(progress, cancellation);
        }

        ModelTask Task(IValidation? validation) => new(model, source, validation, options.Device) { Distillation = teacher };
    }

    /// <summary>Metrics of the model on labelled data.</summary>
    /// <param name="data">Null for the test data, or the validation data where there are none.</param>
    /// <exception cref="UsageException">OH5056 the labels are others than the model's; OH5057 there are no data to score.</exception>
    public Evaluation Evaluate(OmniDataset? data = null)
    {
        var scored = Scored(data);
        return Evaluation.Of(scored.Tokens, Predictor().Logits(scored.Tokens, null, CancellationToken.None), metrics);
    }

    /// <summary>What the model says about data; one that cannot be predicted gives a <see cref="Prediction.Error"/>.</summary>
    /// <param name="data">Null for the test data, or the validation data where there are none.</param>
    /// <exception cref="UsageException">OH5057: there are no data.</exception>
    public IReadOnlyList<Prediction> Predict(OmniDataset? data = null)
    {
        var predicted = Scored(data);
        using var input = InferenceInput.FromExamples(predicted.Examples);
        return
        [
            .. model.Inference(input, new InferenceOptions
            {
                MaxLength = predicted.Length.MaxLength,
                LongSequences = predicted.Length.Policy,
                WindowOverlap = predicted.Length.WindowOverlap,
                Precision = precision,
            }),
        ];
    }

    private static TrainerOptions Resolve(MapNode? document, TrainerOptions said)
    {
        var schema = SettingsSchema.Of<TrainerOptions>();
        var entries = document?.Entries.Where(entry => schema.Find(entry.Key) is not null && document.Has(entry.Key)) ?? [];
        var ofData = document is null
            ? []
            : schema.Read(new MapNode(document.Kind, document.Place, document.Name, [.. entries]), Origin.DataSet);
        return schema.Resolve(ofData, schema.SaidIn(said)).Get<TrainerOptions>() with { Seed = said.Seed };
    }

    private static void RequireSameLabels(OmniModel model, OmniDataset data)
    {
        var found = data.Labels.Labels?.Names;
        if (model is PairModel { Pairs.MinDistance: var least } && data.Task == model.Task && least != data.Labels.MinDistance)
            throw new UsageException(
                "OH5056",
                FormattableString.Invariant($"pairs count from a distance of {data.Labels.MinDistance} in the data, {least} in the model"),
                null, "Give both the same MinDistance: OmniDatasetOptions, and the Pairs of OmniModelOptions.");
        var fits = data.Task == model.Task && (found?.SequenceEqual(model.LabelNames) ?? data.Labels.Outputs == model.LabelNames.Count);
        if (fits) return;
        var ofData = found is null ? $"{data.Labels.Outputs} targets" : $"the labels {string.Join(' ', found)}";
        var what = $"the data are for {data.Task.Name} with {ofData}, the model for {model.Task.Name} with "
            + $"{string.Join(' ', model.LabelNames)}";
        throw new UsageException("OH5056", what, null, "Give model and data the same label2Id.");
    }

    // The loss belongs to the head, which is made before the trainer: what the data set wants must have been said there.
    private static void RequireSameLoss(OmniModel model, DataSetConfig config)
    {
        double? gamma = config.LossType == "focal" ? config.FocalGamma ?? OmniModelOptions.UsualFocalGamma : null;
        var fits = gamma == model.Options.FocalGamma
            && (config.ClassWeights is null || config.ClassWeights.SequenceEqual(model.Options.ClassWeights ?? []));
        if (fits || config.LossType is null) return;
        throw new UsageException(
            "OH5056", "the data set asks for another loss than the model has", config.Document?.Place.ToString(),
            "Make the model with options: new() { FocalGamma = …, ClassWeights = … } as the configuration of the data set says.");
    }

    private OmniDataset Scored(OmniDataset? data)
    {
        if (data is not null) RequireSameLabels(model, data);
        return data ?? test ?? valid ?? throw new UsageException(
            "OH5057", "there are no data to score", null, "Name them, or give the trainer test or validation data.");
    }

    private Predictor Predictor() => new(model, precision, options.Device);
}
