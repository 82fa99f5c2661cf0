using System.Globalization;
using System.Text;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Reports;
using OmniHelix.Training.Logging;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>Turns a fine-tuning run into its report page.</summary>
public static class FineTuneReport
{
    /// <summary>Name in the folder of a run.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes <c>report.html</c> into the folder of the run, and its figures into <c>figures/</c> when they are wanted.</summary>
    internal static void Write(FineTuneOutcome outcome, bool figures)
    {
        var page = Compose(outcome);
        TrainingReport.Write(Path.Combine(outcome.Folder, FileName), page);
        if (figures) ReportFigures.Write(Path.Combine(outcome.Folder, ReportFigures.FolderName), page);
    }

    private static TrainingReportData Compose(FineTuneOutcome outcome)
    {
        var data = outcome.Data;
        var manifest = outcome.Manifest;
        var page = new TrainingReportData
        {
            Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(outcome.Folder)),
            Subtitle = Text($"{outcome.Results.Task.Replace('_', ' ')} on {data.Set.Config.TaskName ?? ShortPath.Of(data.Set.Path)}"),
            KeyFigures = Figures(outcome),
            Notes = data.Report.Warnings,
            Score = Score(outcome.Results),
            ScoreRemarks = outcome.Results.ScoreRemarks,
            Metrics = Metrics(outcome.Results),
            Curves = Curves(outcome),
            Data = Summary(data),
            Model = Card(outcome),
            Reproduction = Repeat(manifest, [.. outcome.Results.Seeds.Select(s => s.Seed)]),
            Footer = Text($"OmniHelix {manifest.Version}, {manifest.Started:yyyy-MM-dd HH:mm} UTC"),
        };
        if (outcome.Test is not { } test) return page;
        if (test.Evaluation.Confusion is { } confusion && data.Labels.Labels is { } labels)
            page = page with { Confusion = Counts(confusion, labels.Names), Classes = Classes(confusion, labels.Names) };
        return test.Findings.Aggregate(page, (sum, finding) => finding.AddTo(sum));
    }

    internal static Reports.ConfusionMatrix Counts(Metrics.ConfusionMatrix confusion, IReadOnlyList<string> names)
    {
        var classes = Enumerable.Range(0, confusion.Classes).ToList();
        return new(names, [.. classes.Select(truth => (IReadOnlyList<long>)[.. classes.Select(predicted => confusion[truth, predicted])])]);
    }

    internal static List<ClassScore> Classes(Metrics.ConfusionMatrix confusion, IReadOnlyList<string> names) =>
    [
        .. names.Select((name, k) => new ClassScore(
            name, LabelMetrics.Precision(confusion, k), LabelMetrics.Recall(confusion, k), LabelMetrics.F(confusion, k),
            confusion.Truth(k))),
    ];

    private static List<KeyFigure> Figures(FineTuneOutcome outcome)
    {
        var results = outcome.Results;
        var figures = new List<KeyFigure>();
        if (results.Scores.Count > 0 && results.Scores[0].Score is { } score) figures.Add(Figure(results, score));
        foreach (var finding in outcome.Test?.Findings ?? []) figures.AddRange(finding.Figures);
        figures.Add(new("trained parameters", Text($"{results.Seeds[0].TrainedParameters / 1e6:0.0} M")));
        var minutes = results.Seeds.Sum(s => s.TrainSeconds) / 60;
        figures.Add(new("training", Text($"{minutes:0.0} min"), results.Seeds.Count == 1 ? null : $"{results.Seeds.Count} seeds"));
        return figures;
    }

    // A score below what costs nothing is no success, however high it is.
    private static KeyFigure Figure(RunResults results, double score)
    {
        var sign = MetricCatalog.Find(results.PrimaryMetric).GreaterIsBetter ? 1 : -1;
        var better = results.Scores.Skip(1).Where(other => sign * (other.Score - score) > 0).MaxBy(other => sign * other.Score);
        return new KeyFigure(
            results.PrimaryMetric, Text($"{score:0.000}"),
            better is null ? "test split" : Text($"test split; {better.Name} is better: {better.Score:0.000}"))
        {
            IsWarning = better is not null,
        };
    }

    // All that were asked for: of the test split for every predictor, or of validation where there is no test split.
    private static DataTable? Metrics(RunResults results)
    {
        var best = results.Seeds.First(seed => seed.Seed == results.BestSeed);
        var others = results.Scores.Skip(1).ToList();
        var (split, own) = best.Test.Count > 0 ? ("test", best.Test) : ("validation", best.Valid);
        if (own.Count == 0) return null;
        var hasSeeds = results.Seeds.Count > 1;
        List<TableColumn> columns = [new("Metric"), new(Text($"{FineTuneWorkflow.ModelName}, seed {best.Seed}"), "0.0000")];
        if (hasSeeds) columns.Add(new(Text($"mean ± sd of {results.Seeds.Count} seeds"), ""));
        columns.AddRange(others.Select(other => new TableColumn(other.Name, "0.0000")));
        var rows = own.Select(metric =>
        {
            List<object?> cells = [metric.Key, metric.Value];
            if (hasSeeds)
                cells.Add(
                    results.Summary.TryGetValue(metric.Key, out var all) ? Text(
                        $"{all.Mean:0.0000} ± {all.StandardDeviation:0.0000}") : null);
            cells.AddRange(others.Select(other => other.Test.TryGetValue(metric.Key, out var value) ? value : (object?)null));
            return (IReadOnlyList<object?>)cells;
        });
        return new DataTable(columns, [.. rows]) { Caption = $"All metrics of the {split} split." };
    }

    private static ScoreSummary? Score(RunResults results)
    {
        var rows = results.Scores.Where(s => s is { Score: not null, Low: not null, High: not null }).Select(s =>
            new ScoreRow(s.Name, s.Score!.Value, s.Low!.Value, s.High!.Value, s.Name == FineTuneWorkflow.ModelName)
            {
                ModelAdvantage = s.AdvantageLow is { } low ? (low, s.AdvantageHigh!.Value) : null,
            }).ToList();
        return rows.Count == 0 ? null : new ScoreSummary(results.PrimaryMetric, "test", rows)
        {
            HigherIsBetter = MetricCatalog.Find(results.PrimaryMetric).GreaterIsBetter,
            IntervalNote = "95 % percentile bootstrap intervals over sequences, from 2,000 resamples, or fewer of large "
                + "test sets where a metric needs all outputs; differences are paired.",
        };
    }

    private static List<Curve> Curves(FineTuneOutcome outcome)
    {
        var seeds = outcome.Results.Seeds.Select(s => s.Seed).ToList();
        var logs = seeds.ConvertAll(seed => MetricsLog.Read(Path.Combine(outcome.Folder, Text($"seed-{seed}"), "metrics.jsonl")));
        var metric = outcome.Results.PrimaryMetric;
        var loss = outcome.Data.Labels.Labels is null ? "mean squared error" : "loss (nats)";
        var curves = new List<Curve>
        {
            new("Training loss", loss, Series("train", "loss")) { RunningMean = true },
            new($"Validation {metric}", metric, Series("valid", metric)),
            new("Learning rate", "learning rate", Series("train", "learning_rate")),
            new("Speed", "tokens a second", Series("train", "tokens_per_second")),
        };
        return [.. curves.Where(c => c.Series.Count > 0)];

        List<CurveSeries> Series(string split, string name) =>
        [
            .. seeds.Zip(logs, (seed, log) => new CurveSeries(seeds.Count == 1 ? split : Text($"seed {seed}"), Points(log, split, name)))
                .Where(s => s.Points.Count > 0),
        ];
    }

    private static List<CurvePoint> Points(IReadOnlyList<MetricsRecord> log, string split, string name) =>
    [
        .. log.Where(r => r.Split == split && r.Values.GetValueOrDefault(name) is not null)
            .Select(r => new CurvePoint(r.Step, r.Values[name]!.Value)),
    ];

    private static DataSummary Summary(PreparedData data)
    {
        var shared = data.Report.Shared;
        var rows = data.Report.Splits.Select(split =>
        {
            var counts = split.Name switch { "train" => data.Train.Counts, "valid" => data.Valid?.Counts, _ => data.Test?.Counts };
            var p = split.Lengths.Percentiles;
            var inTraining = shared.Where(s => s.Split == split.Name && s.Other == "train").Sum(s => s.Duplicates);
            return new SplitSummary(split.Name, split.Rows, split.Lengths.Total)
            {
                Shortest = p[0],
                Median = p[p.Count / 2],
                Longest = p[^1],
                Duplicates = split.Duplicates,
                SharedWithTraining = inTraining,
                Truncated = counts?.Truncated ?? 0,
                Dropped = counts?.Dropped ?? 0,
            };
        });
        var train = data.Report.Splits.First(s => s.Name == "train");
        return new DataSummary([.. rows])
        {
            Source = ShortPath.Of(data.Set.Path),
            Changes = data.Changes,
            Alphabet = LetterGroups.Of(train),
            Labels = train.Labels,
        };
    }

    private static List<KeyValuePair<string, string>> Card(FineTuneOutcome outcome)
    {
        var model = outcome.Model;
        var settings = outcome.Manifest.Configuration;
        var (share, temperature) = (settings["distill_weight"], settings["distill_temperature"]);
        List<KeyValuePair<string, string>> teacher = (string?)settings["teacher"] is { Length: > 0 } path
            ? [new("learned from", Text($"{ShortPath.Of(path)}, with weight {share} at temperature {temperature}"))]
            : [];
        return
        [
            new("started from", ShortPath.Of((string)settings["model"]!)),
            .. teacher,
            new("which had been trained on", Seen(outcome.Start)),
            new("parameters", Text($"{model.Parameters:N0}")),
            new("trained parameters", Text($"{outcome.Results.Seeds[0].TrainedParameters:N0}")),
            new("arithmetic", Arithmetic(outcome.Results)),
            new("layers", Text($"{model.Layers}")),
            new("hidden size", Text($"{model.HiddenSize}")),
            new("most tokens", model.MostTokens),
            new(Text($"FLOPs a token (forward, {Plural.Count(ModelSizes.Length, "token")})"), Text($"{model.FlopsPerToken:N0}")),
            new("tokens needed / computed on test", Text($"{(outcome.Test?.Use ?? default).Share:0.000}")),
        ];
    }

    private static string Arithmetic(RunResults results)
    {
        var best = results.Seeds.First(seed => seed.Seed == results.BestSeed);
        var precision = best.Precision ?? "unknown";
        return best.PrecisionReason is null ? precision : $"{precision}: {best.PrecisionReason}";
    }

    /// <summary>The training splits that a model has seen, in words.</summary>
    internal static string Seen(ModelCard card) => card.TrainedOn.Count == 0
        ? "unknown: its folder does not say"
        : string.Join("; ", card.TrainedOn.Select(data => ShortPath.Of(data.Name) + (data.Labels ? ", with labels" : ", sequences only")));

    internal static Reproduction Repeat(RunManifest manifest, IReadOnlyList<long> seeds) =>
        new(CommandLine(manifest.Command))
        {
            Environment =
            [
                new("OmniHelix", manifest.Version), new("libtorch", manifest.Libtorch),
                new("threads", Text($"{manifest.Threads}")), new("platform", manifest.Platform),
            ],
            Seeds = seeds,
            Hashes = [.. Hashes("data", manifest.Data), .. Hashes("model", manifest.Model), .. Hashes("teacher", manifest.Teacher ?? [])],
            Configuration = manifest.Configuration.ToString(),
        };

    private static IEnumerable<KeyValuePair<string, string>> Hashes(string of, IEnumerable<FileHash> files) =>
        files.Select(file => KeyValuePair.Create($"{of}: {file.Name}", file.Sha256));

    // A line for each flag, as shells take it.
    private static string CommandLine(IEnumerable<string> words)
    {
        var line = new StringBuilder();
        foreach (var word in words)
        {
            if (line.Length > 0) line.Append(word.StartsWith("--", StringComparison.Ordinal) ? " \\\n    " : " ");
            line.Append(Quote(word));
        }
        return line.ToString();
    }

    private static string Quote(string word) =>
        word.Any(c => char.IsWhiteSpace(c) || "\"'$&|;<>()*?".Contains(c, StringComparison.Ordinal))
            ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : word;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
