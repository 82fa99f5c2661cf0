using System.Globalization;
using OmniHelix.Metrics;
using OmniHelix.Reports;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Comparing;

/// <summary>
/// A comparison of runs as a page: a chart and a table of the primary metric, then all metrics of each run beside the first.
/// </summary>
public static class ComparisonPage
{
    /// <summary>The page.</summary>
    public static HtmlReport Compose(RunComparison comparison)
    {
        var names = ShortPath.Apart([.. comparison.Runs.Select(run => run.Folder)]);
        var primary = comparison.Runs[0].Scores[0].Name;
        var page = new HtmlReport("Runs compared")
        {
            Kind = "OmniHelix comparison report",
            Subtitle = Text($"{comparison.Task.Name.Replace('_', ' ')}, {comparison.Records:N0} test records; each run beside {names[0]}"),
            KeyFigures = [.. comparison.Runs.Select((run, i) => Figure(run, names[i]))],
            Footer = $"OmniHelix {typeof(ComparisonPage).Assembly.GetName().Version!.ToString(3)}",
        };
        var section = page.AddSection(primary, MetricCatalog.Find(primary).GreaterIsBetter ? "Higher is better." : "Lower is better.");
        if (comparison.Runs.All(run => run.Scores[0] is { Value: not null, Low: not null, High: not null }))
            section.Add(Chart(comparison, names));
        section.Add(Primary(comparison, names));
        for (var run = 1; run < comparison.Runs.Count; run++)
            page.AddSection($"{names[run]} beside {names[0]}", "Differences are paired: of each resample the same records of both runs.")
                .Add(Pair(comparison.Runs[0], comparison.Runs[run], names[0], names[run]));
        return page;
    }

    // As in the report of a training run.
    private static ReportBlock Chart(RunComparison comparison, IReadOnlyList<string> names)
    {
        var metric = comparison.Runs[0].Scores[0].Name;
        var rows = comparison.Runs.Select((run, i) => new ScoreRow(
            names[i], run.Scores[0].Value!.Value, run.Scores[0].Low!.Value, run.Scores[0].High!.Value, i == 0));
        var score = new ScoreSummary(metric, "test", [.. rows])
        {
            HigherIsBetter = MetricCatalog.Find(metric).GreaterIsBetter,
            IntervalNote = "95 % percentile bootstrap intervals over records.",
        };
        return TrainingReport.Compose(new TrainingReportData { Title = metric, Score = score }).Sections[0].Blocks[0];
    }

    private static DataTable Primary(RunComparison comparison, IReadOnlyList<string> names)
    {
        var rows = comparison.Runs.Select((run, i) => (IReadOnlyList<object?>)
            [names[i], run.Scores[0].Value, Interval(run.Scores[0]), .. Difference(run, 0), run.Folder]);
        return new DataTable(
            [
                new("Run"), new(comparison.Runs[0].Scores[0].Name, "0.0000"), new("Interval", ""), new("Minus the first", ""),
                new("Interval", ""), new("Verdict"), new("Folder"),
            ],
            [.. rows]);
    }

    private static DataTable Pair(ComparedRun first, ComparedRun other, string firstName, string otherName)
    {
        var rows = other.Scores.Select((score, i) => (IReadOnlyList<object?>)
        [
            score.Name, first.Scores[i].Value, score.Value, .. Difference(other, i),
            MetricCatalog.Find(score.Name).GreaterIsBetter ? "higher" : "lower",
        ]);
        return new DataTable(
            [
                new("Metric"), new(firstName, "0.0000"), new(otherName, "0.0000"), new("Difference", ""), new("Interval", ""),
                new("Verdict"), new("Better"),
            ],
            [.. rows]);
    }

    // Difference, its interval, and what it means; nothing of the first run.
    private static object?[] Difference(ComparedRun run, int metric)
    {
        if (metric >= run.Differences.Count) return [null, null, null];
        var difference = run.Differences[metric];
        return
        [
            Text($"{difference.Estimate:+0.0000;−0.0000;0.0000}"),
            difference.Low is null ? null : Text($"{difference.Low:+0.000;−0.000} … {difference.High:+0.000;−0.000}"),
            run.Scores[metric].Verdict(difference),
        ];
    }

    private static KeyFigure Figure(ComparedRun run, string name) => new(
        name, run.Scores[0].Value is { } value ? Text($"{value:0.000}") : "undefined",
        run.Differences.Count == 0 ? run.Scores[0].Name : Text($"{run.Scores[0].Name}, {run.Scores[0].Verdict(run.Differences[0])}"));

    private static string? Interval(ComparedScore score) => score.Low is null ? null : Text($"{score.Low:0.000} … {score.High:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
