using OmniHelix.Data.DataSets;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Models;
using OmniHelix.Settings;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Predicting;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Evaluating;

/// <summary>
/// Scores a fine-tuned model on labelled data: every metric with its bootstrap interval over records. An output folder gets
/// <c>run.json</c>, <c>results.json</c>, <c>predictions.parquet</c> and <c>report.html</c>, like that of a training run, and the figures
/// of the report when they are wanted.
/// </summary>
/// <param name="said">What is said about the evaluation; the rest is decided as <see cref="EvaluateConfiguration"/> tells.</param>
/// <param name="observer">Is told what is found and done.</param>
/// <param name="scorers">What is computed beside metrics; null for <see cref="TestScorers.All"/>.</param>
public sealed class EvaluateWorkflow(EvaluateOptions said, RunObserver observer, IReadOnlyList<ITestScorer>? scorers = null)
{
    /// <summary>What kind of run this is.</summary>
    public const string Kind = "evaluate";

    private readonly EvaluateConfiguration run = EvaluateConfiguration.Resolve(said);

    private EvaluateOptions Options => run.Options;

    /// <summary>Evaluates.</summary>
    /// <param name="command">The command line, for <c>run.json</c>; empty when a program uses the library.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UsageException">
    /// OH5304 the model has no head; OH5110, OH5111 an unknown metric or one of another task; OH5031, OH5032, OH5035 the output folder
    /// cannot be used.
    /// </exception>
    /// <exception cref="OmniException">
    /// OH1301 labels that the model does not know; OH1607 no such split; whatever is wrong with the data.
    /// </exception>
    public EvaluateOutcome Run(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        IReadOnlyList<string> inputs = [Options.Data, run.Model, .. Options.Ensemble];
        if (Options.Output is { } taken) RunFolder.Check(taken, Options.Existing, inputs);
        using var ensemble = Open();
        var model = ensemble.Models[0];
        var labels = LabelsOf(model.Model);
        var metrics = MetricChoice.Of(run.Settings, labels, withScores: true);
        if (Options.Output is not { } folder) return Evaluate(ensemble, labels, metrics, null, cancellation);
        var manifest = RunManifest.Of(Kind, command, metrics.In(run.Settings), [Options.Data], run.Model);
        using var opened = RunFolder.Open(folder, Options.Existing, manifest, inputs, observer);
        var outcome = Evaluate(ensemble, labels, metrics, folder, cancellation);
        outcome.Results.Write(folder);
        EvaluationReport.Write(folder, outcome, opened.Finish(), Options.Figures);
        return outcome;
    }

    private EvaluateOutcome Evaluate(
        ModelEnsemble ensemble, LabelEncoder labels, MetricChoice metrics, string? folder, CancellationToken cancellation)
    {
        var model = ensemble.Models[0];
        var set = Read(model);
        var (split, examples) = set.Splits.Single();
        if (set.Columns is { } columns) observer.Message($"Columns: {columns}.");
        var length = new LengthOptions(
            Math.Min(Options.MaxLength ?? model.MaxTokens, model.MaxTokens), Options.LongSequences!.Value, Options.WindowOverlap ?? 0);
        var tokens = RaggedTokens.Build(examples, model.Tokenizer, length, labels, cancellationToken: cancellation);
        var changes = SplitNotes.Tell(observer, split, tokens, length, model.Tokenizer);
        var count = Plural.Count(tokens.TokenCount, "token", format: "N0");
        observer.Message($"{split}: {count}{(changes.Count == 0 ? "; nothing cut, dropped or unknown" : "")}.");
        var predictor = new EnsemblePredictor(
            ensemble, Options.Precision, model.Device, Options.TokenBudget ?? int.MaxValue, Options.BatchSize);
        var (logits, spread) = predictor.Predict(tokens, observer.Rows($"predicting {split}", tokens.Count), cancellation);
        if (spread is not null) observer.Message(EnsembleRules.Tell(ensemble, spread));
        var records = ScoredRecords.Of(tokens, logits);
        var evaluation = Evaluation.Of(records, metrics.Names);
        IReadOnlyList<ConfidenceInterval> intervals = [];
        if (Options.Resamples > 0)
        {
            observer.Message("Drawing records anew for the intervals.");
            intervals = MetricIntervals.Of(records, metrics.Names, new BootstrapOptions(Options.Resamples), cancellation);
        }
        var outputs = new TestOutputs(folder, tokens, logits, model.Model.Card)
        {
            Resamples = Options.Resamples,
            Observer = observer,
            Cancellation = cancellation,
        };
        var findings = (scorers ?? TestScorers.All).Where(s => s.AppliesTo(labels)).Select(s => s.Score(outputs)).OfType<TestFinding>()
            .ToList();
        var results = new EvaluationResults
        {
            Task = labels.Task.Name,
            Labels = model.Model.LabelNames,
            PrimaryMetric = metrics.Primary.Name,
            Split = split,
            Records = records.Count,
            Letters = LetterUse.Of(tokens.Counts, model.Tokenizer),
            Metrics = EvaluatedMetric.Of(evaluation, intervals),
            Remarks = [.. findings.SelectMany(finding => finding.Remarks)],
            Structures = findings.Select(finding => finding.BasePairs).FirstOrDefault(pairs => pairs is not null),
        };
        return new EvaluateOutcome(folder, results, evaluation, findings, set, ModelSizes.Of(model.Model), predictor.Use)
        {
            Card = model.Model.Card,
            Changes = changes,
        };
    }

    private ModelEnsemble Open()
    {
        var models = ModelEnsemble.Open(
            [run.Model, .. Options.Ensemble], new InferenceOptions { Device = ApplicationRules.DeviceOf(Options.Device) },
            EnsembleRules.Of(Options.Combine, Options.EnsembleWeights));
        if (models.Models[0].Model.Task.HasLabels) return models;
        var task = models.Models[0].Model.Task.Name;
        models.Dispose();
        throw new UsageException(
            "OH5304", $"a model for {task} predicts no labels, so there is nothing to evaluate", run.Model,
            "Fine-tune it first: omni train.");
    }

    private LabelEncoder LabelsOf(OmniModel model)
    {
        var isOfNumbers = model.Task.Target == TaskTarget.Number;
        return new LabelEncoder(
            model.Task, isOfNumbers ? null : new LabelMap(model.LabelNames, run.Model), isOfNumbers ? model.LabelNames.Count : 0,
            Options.IgnoreUnknownLabels)
        {
            MinDistance = (model as PairModel)?.Pairs.MinDistance ?? model.Task.UsualMinDistance,
        };
    }

    private DataSet Read(PretrainedModel model) => DataSetFolder.Open(Options.Data, new DataSetOptions
    {
        Config = run.DataSet,
        Only = SettingValue.Write(Options.Split),
        ValidationShare = 0,
        Uracil = model.Tokenizer.Uracil,
        Molecule = model.Tokenizer.Molecule,
    });
}

/// <summary>What an evaluation gives.</summary>
/// <param name="Folder">Where its files are; null when none were written.</param>
/// <param name="Results">Also in <c>results.json</c>.</param>
/// <param name="Evaluation">Metrics and counts of classes.</param>
/// <param name="Findings">What scorers found beside the metrics, in their order.</param>
/// <param name="Set">The data as they were read.</param>
/// <param name="Model">Sizes of the model.</param>
/// <param name="Use">Tokens needed and computed.</param>
public sealed record EvaluateOutcome(
    string? Folder, EvaluationResults Results, Evaluation Evaluation, IReadOnlyList<TestFinding> Findings, DataSet Set, ModelSizes Model,
    TokenUse Use)
{
    /// <summary>Card of the model.</summary>
    public ModelCard Card { get; init; } = new();

    /// <summary>What was left out, cut, ignored or unknown, a sentence each.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
