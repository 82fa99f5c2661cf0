using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Training;
using OmniHelix.Training.Baselines;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What a fine-tuning run leaves for reports, beside the files in its folder.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Results">Also in <c>results.json</c>.</param>
/// <param name="Data">The data set as it was used.</param>
/// <param name="Test">Evaluation of the best seed's model on the test split; null without one.</param>
/// <param name="Structures">Structures of the test split; null when there is no test split or the classes are not those of dot-bracket notation.</param>
/// <param name="Parameters">Trainable numbers of the model.</param>
/// <param name="Use">Tokens needed and computed when predicting the test split.</param>
public sealed record FineTuneOutcome(string Folder, RunResults Results, PreparedData Data, Evaluation? Test, IReadOnlyList<StructurePrediction>? Structures, long Parameters, TokenUse Use);

/// <summary>
/// Fine-tunes a model on a data set: one training for each seed, the best weights and the best seed chosen on validation, baselines beside the score.
/// The folder holds <c>seed-N/</c> for each seed, the best seed's model in <c>model/</c>, and <c>results.json</c>.
/// </summary>
public sealed class FineTuneWorkflow(FineTuneOptions options, RunObserver observer)
{
    /// <summary>Name of the model in score tables.</summary>
    public const string ModelName = "this model";

    /// <summary>Name of the same model from random weights in score tables.</summary>
    public const string UntrainedName = "same model from random weights";

    /// <summary>Runs, or goes on.</summary>
    /// <param name="manifest">Makes the manifest once the files are known.</param>
    /// <param name="cancellation">Stops after the step under way; the run can be resumed.</param>
    public FineTuneOutcome Run(Func<RunManifest> manifest, CancellationToken cancellation)
    {
        if (options.Seeds.Count == 0 || options.Seeds.Distinct().Count() != options.Seeds.Count) throw new UsageException("OH5052", "seeds must be different numbers, at least one");
        options.Trainer.Validate();
        RunFolder.Check(options.Output, options.Existing);
        var tokenizer = OmniTokenizer.FromPretrained(options.Model);
        using var card = OmniModel.FromPretrained(options.Model, TaskType.Embedding);
        var data = PreparedData.Read(options, tokenizer, Math.Min(card.MaxTokens, tokenizer.MaxLength), observer, cancellation);
        var metric = Metric(data);
        var names = MetricNames(data, metric);
        var trainer = TrainerOptions(data);
        var made = RunFolder.Open(options.Output, options.Existing, manifest(), [options.Data, options.Model], observer);
        AtomicFile.WriteText(Path.Combine(options.Output, "data-report.txt"), data.Report.ToText());

        var seeds = new List<SeedResult>();
        foreach (var seed in options.Seeds)
            seeds.Add(Train(seed, Path.Combine(options.Output, FormattableString.Invariant($"seed-{seed}")), pretrained: true, trainer, data, metric, names, cancellation));
        var best = seeds.MaxBy(s => Rank(s, metric))!;
        var bestFolder = Path.Combine(options.Output, FormattableString.Invariant($"seed-{best.Seed}"), "model");
        AtomicFolder.Write(Path.Combine(options.Output, "model"), target =>
        {
            foreach (var file in Directory.EnumerateFiles(bestFolder)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        });

        var (test, use) = (default(Evaluation), default(TokenUse));
        IReadOnlyList<PredictorScore> scores = [];
        IReadOnlyList<StructurePrediction>? structures = null;
        if (data.Test is { } testRows)
        {
            using var model = OmniModel.FromPretrained(bestFolder);
            model.To(trainer.Device, Torch.DType.Float32);
            var predictor = new Predictor(model, trainer.Precision, trainer.Device);
            var logits = predictor.Logits(testRows, observer.Rows("predicting test", testRows.Count), cancellation);
            (test, use) = (Evaluation.Of(testRows, logits, names), predictor.Use);
            TestPredictions.Write(options.Output, testRows, data.TestExamples, logits);
            scores = Scores(data, testRows, test, trainer, metric, names, cancellation);
            if (StructurePredictions.Apply(data.Labels)) structures = StructurePredictions.Of(testRows, data.TestExamples, logits);
        }
        var results = new RunResults
        {
            Task = data.Labels.Task.Name,
            PrimaryMetric = metric.Name,
            Seeds = seeds,
            BestSeed = best.Seed,
            Summary = Summarise(seeds),
            Scores = scores,
        };
        results.Write(options.Output);
        (made with { Finished = TimeProvider.System.GetUtcNow() }).Write(options.Output);
        return new FineTuneOutcome(options.Output, results, data, test, structures, card.ParameterCount(), use);
    }

    private SeedResult Train(
        long seed, string folder, bool pretrained, TrainerOptions trainer, PreparedData data, MetricDefinition metric, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var done = SeedResultFile.TryRead(folder);
        if (done is not null) return done;
        var start = pretrained ? options.Model : Path.Combine(options.Model, "config.json");
        using var model = OmniModel.Create(start, data.Labels.Task, HeadOptions(data), seed);
        model.To(trainer.Device, Torch.DType.Float32);
        var numbers = trainer with { Seed = seed };
        var batches = new SupervisedBatches(data.Train, BatchOptions(data, seed));
        var predictor = new Predictor(model, numbers.Precision, numbers.Device);
        EvaluationScore Validate(CancellationToken token)
        {
            var values = Evaluation.Of(data.Valid!, predictor.Logits(data.Valid!, null, token), names).Values;
            return new EvaluationScore(values.TryGetValue(metric.Name, out var score) ? score : null, values);
        }
        var run = new Trainer(model, numbers, batches, folder, (metric.Name, metric.GreaterIsBetter), data.Valid is null ? null : Validate);
        var outcome = run.Run(observer.ForTraining(), cancellation);
        var valid = data.Valid is null ? new Dictionary<string, double>() : Validate(cancellation).Values;
        var test = data.Test is null
            ? new Dictionary<string, double>()
            : Evaluation.Of(data.Test, predictor.Logits(data.Test, observer.Rows("predicting test", data.Test.Count), cancellation), names).Values;
        model.SavePretrained(Path.Combine(folder, "model"));
        data.Tokenizer.SavePretrained(Path.Combine(folder, "model"));
        var state = outcome.State;
        var result = new SeedResult(seed, state.Batch == 0 ? state.Epoch : state.Epoch + 1, state.BestEpoch, state.BestStep, state.EndReason, state.Seconds, valid, test);
        SeedResultFile.Write(folder, result);
        return result;
    }

    private List<PredictorScore> Scores(
        PreparedData data, RaggedTokens test, Evaluation own, TrainerOptions trainer, MetricDefinition metric, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var predictors = new List<(string Name, Evaluation Evaluation)> { (ModelName, own) };
        if (options.Baselines)
        {
            observer.Message("Fitting baselines.");
            foreach (var baseline in Baseline.All(data.Train, test, data.Tokenizer.VocabularySize, options.Seeds[0], cancellation))
                predictors.Add((baseline.Name, Evaluation.Of(test, baseline.Logits, names)));
        }
        if (options.UntrainedBaseline)
        {
            observer.Message("Training the same model from random weights, as a baseline.");
            var folder = Path.Combine(options.Output, "untrained");
            Train(options.Seeds[0], folder, pretrained: false, trainer, data, metric, names, cancellation);
            using var model = OmniModel.FromPretrained(Path.Combine(folder, "model"));
            model.To(trainer.Device, Torch.DType.Float32);
            predictors.Add((UntrainedName, Evaluation.Of(test, new Predictor(model, trainer.Precision, trainer.Device).Logits(test, null, cancellation), names)));
        }
        return [.. predictors.Select(p => Score(p.Name, p.Evaluation, own, metric))];
    }

    private static PredictorScore Score(string name, Evaluation evaluation, Evaluation own, MetricDefinition metric)
    {
        double? score = evaluation.Values.TryGetValue(metric.Name, out var value) ? value : null;
        if (evaluation.Units is not { } units || ClassificationMetrics.OfLabels(metric.Name, evaluation.Confusion!) is null) return new PredictorScore(name, score, null, null, null, null, evaluation.Values);
        Func<ReadOnlySpan<int>, double?> Statistic(IReadOnlyList<UnitCounts> counts) => UnitCounts.Statistic(counts, matrix => ClassificationMetrics.OfLabels(metric.Name, matrix)!.Value);
        var interval = Bootstrap.Interval(units.Count, Statistic(units));
        if (ReferenceEquals(evaluation, own)) return new PredictorScore(name, score, interval.Low, interval.High, null, null, evaluation.Values);
        var advantage = Bootstrap.PairedDifference(units.Count, Statistic(own.Units!), Statistic(units));
        return new PredictorScore(name, score, interval.Low, interval.High, advantage.Low, advantage.High, evaluation.Values);
    }

    private MetricDefinition Metric(PreparedData data)
    {
        var name = options.PrimaryMetric ?? data.Set.Config.PrimaryMetric;
        return name is null ? MetricCatalog.Primary(data.Labels.Task, data.Labels.Outputs) : MetricCatalog.Find(name, data.Labels.Task.Target, data.Labels.Outputs);
    }

    private List<string> MetricNames(PreparedData data, MetricDefinition primary)
    {
        var (target, outputs) = (data.Labels.Task.Target, data.Labels.Outputs);
        var asked = options.Metrics ?? (data.Set.Config.Metrics.Count > 0 ? data.Set.Config.Metrics : null);
        IEnumerable<string> names = asked ?? MetricCatalog.Of(target, outputs).Where(m => !m.NeedsScores).Select(m => m.Name);
        return [.. names.Select(n => MetricCatalog.Find(n, target, outputs).Name).Prepend(primary.Name).Distinct(StringComparer.Ordinal)];
    }

    private TrainerOptions TrainerOptions(PreparedData data) => data.Valid is null ? options.Trainer with { Patience = 0 } : options.Trainer;

    private BatchOptions BatchOptions(PreparedData data, long seed)
    {
        var size = options.BatchSize ?? (options.TokenBudget is null ? data.Set.Config.BatchSize : null);
        return size is null
            ? new BatchOptions { TokenBudget = options.TokenBudget ?? 4096, Shuffle = true, Seed = seed }
            : new BatchOptions { BatchSize = size, Shuffle = true, Seed = seed };
    }

    private OmniModelOptions HeadOptions(PreparedData data) => new()
    {
        LabelNames = data.Labels.Labels?.Names ?? [.. Enumerable.Range(0, data.Labels.Width).Select(i => i < data.Set.Config.LabelColumns.Count ? data.Set.Config.LabelColumns[i] : FormattableString.Invariant($"target {i + 1}"))],
        ClassWeights = options.BalanceClasses ? ClassBalance.Of(data.Train) : data.Set.Config.ClassWeights,
        SpecialTokens = OmniModelOptions.TokensWithoutBase(data.Tokenizer),
    };

    private static double Rank(SeedResult result, MetricDefinition metric) =>
        result.Valid.TryGetValue(metric.Name, out var score) ? metric.GreaterIsBetter ? score : -score : double.NegativeInfinity;

    private static Dictionary<string, Summary> Summarise(List<SeedResult> seeds)
    {
        var scored = seeds.Select(s => s.Test.Count > 0 ? s.Test : s.Valid).ToList();
        return scored.SelectMany(s => s.Keys).Distinct().ToDictionary(name => name, name => Summary.Of(scored.Where(s => s.ContainsKey(name)).Select(s => s[name])));
    }
}
