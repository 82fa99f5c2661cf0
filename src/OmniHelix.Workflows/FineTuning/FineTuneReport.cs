using System.Globalization;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Reports;
using OmniHelix.Training;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>Turns a fine-tuning run into its report page.</summary>
public static class FineTuneReport
{
    private const int StructuresShown = 6;

    /// <summary>Writes <c>report.html</c>.</summary>
    public static void Write(string path, FineTuneOutcome outcome) => TrainingReport.Write(path, Compose(outcome));

    private static TrainingReportData Compose(FineTuneOutcome outcome)
    {
        var (results, data) = (outcome.Results, outcome.Data);
        var manifest = RunManifest.TryRead(outcome.Folder)!;
        var labels = data.Labels.Labels?.Names;
        var structures = outcome.Structures;
        var pairs = structures is null ? null : (double?)StructurePredictions.Total(structures).F1;
        return new TrainingReportData
        {
            Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(outcome.Folder)),
            Subtitle = Text($"{results.Task.Replace('_', ' ')} on {data.Set.Config.TaskName ?? data.Set.Path}"),
            KeyFigures = Figures(outcome, pairs),
            Notes = data.Report.Notes,
            Score = Score(results),
            Curves = Curves(outcome),
            Confusion = outcome.Test?.Confusion is { } m && labels is not null
                ? new Reports.ConfusionMatrix(labels, [.. Enumerable.Range(0, m.Classes).Select(t => (IReadOnlyList<long>)[.. Enumerable.Range(0, m.Classes).Select(p => m[t, p])])])
                : null,
            Classes = outcome.Test?.Confusion is { } c && labels is not null
                ? [.. labels.Select((name, k) => new ClassScore(name, LabelMetrics.Precision(c, k), LabelMetrics.Recall(c, k), LabelMetrics.F(c, k), c.Truth(k)))]
                : [],
            Structures = Shown(structures),
            StructuresChosenBy = structures is null ? null : "evenly spaced from the best to the worst of the test split by base-pair F1, among sequences of at most 200 bases",
            Data = Summary(data),
            Model = Card(outcome),
            Reproduction = Repeat(manifest, results),
            Footer = Text($"OmniHelix {manifest.Version}, {manifest.Started:yyyy-MM-dd HH:mm} UTC"),
        };
    }

    private static List<KeyFigure> Figures(FineTuneOutcome outcome, double? pairs)
    {
        var results = outcome.Results;
        var figures = new List<KeyFigure>();
        if (results.Scores.Count > 0 && results.Scores[0].Score is { } score) figures.Add(new(results.PrimaryMetric, Text($"{score:0.000}"), "test split"));
        if (pairs is { } f1) figures.Add(new("base-pair F1", Text($"{f1:0.000}"), "best nested structures, test split"));
        figures.Add(new("parameters", Text($"{outcome.Parameters / 1e6:0.0} M")));
        figures.Add(new("training", Text($"{results.Seeds.Sum(s => s.TrainSeconds) / 60:0.0} min"), results.Seeds.Count == 1 ? null : $"{results.Seeds.Count} seeds"));
        return figures;
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
            IntervalNote = "95 % percentile bootstrap intervals over sequences, 2,000 resamples; differences are paired.",
        };
    }

    private static List<Curve> Curves(FineTuneOutcome outcome)
    {
        var logs = outcome.Results.Seeds.Select(s => (s.Seed, Records: MetricsLog.Read(Path.Combine(outcome.Folder, Text($"seed-{s.Seed}"), "metrics.jsonl")))).ToList();
        List<CurveSeries> Series(string split, string name) =>
            [.. logs.Select(l => new CurveSeries(logs.Count == 1 ? split : Text($"seed {l.Seed}"),
                [.. l.Records.Where(r => r.Split == split && r.Values.GetValueOrDefault(name) is not null).Select(r => new CurvePoint(r.Step, r.Values[name]!.Value))])).Where(s => s.Points.Count > 0)];
        var metric = outcome.Results.PrimaryMetric;
        var curves = new List<Curve>
        {
            new("Training loss", "loss (nats)", Series("train", "loss")) { RunningMean = true },
            new($"Validation {metric}", metric, Series("valid", metric)),
            new("Learning rate", "learning rate", Series("train", "learning_rate")),
            new("Speed", "tokens a second", Series("train", "tokens_per_second")),
        };
        return [.. curves.Where(c => c.Series.Count > 0)];
    }

    private static List<StructureExample> Shown(IReadOnlyList<StructurePrediction>? predictions)
    {
        const int Longest = 200;
        var ranked = predictions?.Where(p => p.Example.Sequence.Length <= Longest && p.Truth.Pairs.Count > 0).OrderByDescending(p => p.Pairs.F1).ThenBy(p => p.Example.Record).ToList() ?? [];
        var count = Math.Min(StructuresShown, ranked.Count);
        return [.. Enumerable.Range(0, count).Select(i => ranked[count == 1 ? 0 : i * (ranked.Count - 1) / (count - 1)])
            .Select(p => new StructureExample(Text($"{p.Example.Id} (pair F1 {p.Pairs.F1:0.00})"), p.Example.Sequence, p.Truth, p.Predicted))];
    }

    private static DataSummary Summary(PreparedData data)
    {
        var shared = data.Report.Shared;
        var rows = data.Report.Splits.Select(split =>
        {
            var counts = split.Name switch { "train" => data.Train.Counts, "valid" => data.Valid?.Counts, _ => data.Test?.Counts };
            var p = split.Lengths.Percentiles;
            return new SplitSummary(split.Name, split.Rows, split.Lengths.Total, p[0], p[p.Count / 2], p[^1], split.Duplicates,
                shared.Where(s => s.Split == split.Name && s.Other == "train").Sum(s => s.Duplicates), counts?.Truncated ?? 0, counts?.Dropped ?? 0);
        });
        var train = data.Report.Splits.First(s => s.Name == "train");
        return new DataSummary([.. rows])
        {
            Source = data.Set.Path,
            Alphabet = [.. train.Letters.Select(l => KeyValuePair.Create(l.Key.ToString(), l.Value))],
            Labels = train.Labels,
        };
    }

    private static List<KeyValuePair<string, string>> Card(FineTuneOutcome outcome)
    {
        using var model = OmniModel.FromPretrained(Path.Combine(outcome.Folder, "model"));
        const int Length = 128;
        return
        [
            new("parameters", Text($"{outcome.Parameters:N0}")),
            new("layers", Text($"{model.Backbone.LayerCount}")),
            new("hidden size", Text($"{model.HiddenSize}")),
            new("most tokens", Text($"{model.MaxTokens}")),
            new(Text($"FLOPs a token (forward, {Length} tokens)"), Text($"{model.FlopsPerToken(Length):N0}")),
            new("tokens needed / computed on test", Text($"{outcome.Use.Share:0.000}")),
        ];
    }

    private static Reproduction Repeat(RunManifest manifest, RunResults results) => new(string.Join(' ', manifest.Command.Select(Quote)))
    {
        Environment =
        [
            new("OmniHelix", manifest.Version), new("libtorch", manifest.Libtorch), new("threads", Text($"{manifest.Threads}")), new("platform", manifest.Platform),
        ],
        Seeds = [.. results.Seeds.Select(s => s.Seed)],
        Hashes = [.. manifest.Data.Concat(manifest.Model).Select(f => KeyValuePair.Create(f.Name, f.Sha256))],
        Configuration = manifest.Configuration.ToString(),
    };

    private static string Quote(string word) => word.Any(c => char.IsWhiteSpace(c) || "\"'$&|;<>()*?".Contains(c, StringComparison.Ordinal)) ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'" : word;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
