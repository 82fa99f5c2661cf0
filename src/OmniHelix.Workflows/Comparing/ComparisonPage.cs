using System.Globalization;
using OmniHelix.Metrics;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Reports;

namespace OmniHelix.Workflows.Comparing;

/// <summary>A comparison of runs as a page: a chart and a table of the primary metric, then a table of all others.</summary>
public static class ComparisonPage
{
    /// <summary>The page.</summary>
    public static HtmlReport Compose(RunComparison comparison)
    {
        var names = comparison.Runs[0].Scores.Select(score => score.Name).ToList();
        var page = new HtmlReport("Runs compared")
        {
            Kind = "OmniHelix comparison report",
            Subtitle = Text($"{comparison.Task.Name.Replace('_', ' ')}, {comparison.Records:N0} test records; ")
                + $"each run beside {comparison.Runs[0].Folder}",
            KeyFigures = [.. comparison.Runs.Select(run => Figure(run))],
            Footer = $"OmniHelix {typeof(ComparisonPage).Assembly.GetName().Version!.ToString(3)}",
        };
        for (var metric = 0; metric < names.Count; metric++) Add(page, comparison, names[metric], metric);
        return page;
    }

    private static void Add(HtmlReport page, RunComparison comparison, string name, int metric)
    {
        var section = page.AddSection(name, MetricCatalog.Find(name).GreaterIsBetter ? "Higher is better." : "Lower is better.");
        if (metric == 0 && comparison.Runs.All(run => run.Scores[0] is { Value: not null, Low: not null, High: not null }))
            section.Add(Chart(comparison, name));
        TableColumn[] columns = [new("Run"), new(name, "0.0000"), new("Interval", ""), new("Minus the first", ""), new("Verdict")];
        section.Add(new DataTable(columns, [.. comparison.Runs.Select(run => Cells(run, metric))]));
    }

    // As in the report of a training run.
    private static ReportBlock Chart(RunComparison comparison, string name)
    {
        var score = new ScoreSummary(name, "test", [.. comparison.Runs.Select(Row)])
        {
            HigherIsBetter = MetricCatalog.Find(name).GreaterIsBetter,
            IntervalNote = "95 % percentile bootstrap intervals over records; differences are paired.",
        };
        return TrainingReport.Compose(new TrainingReportData { Title = name, Score = score }).Sections[0].Blocks[0];
    }

    private static ScoreRow Row(ComparedRun run)
    {
        var score = run.Scores[0];
        return new ScoreRow(run.Folder, score.Value!.Value, score.Low!.Value, score.High!.Value, run.Differences.Count == 0);
    }

    private static IReadOnlyList<object?> Cells(ComparedRun run, int metric)
    {
        var score = run.Scores[metric];
        var difference = metric < run.Differences.Count ? run.Differences[metric] : null;
        return
        [
            run.Folder, score.Value, Interval(score.Low, score.High),
            difference is null ? null : Text($"{difference.Estimate:+0.000;−0.000} ({Signed(difference)})"),
            difference is null ? null : score.Verdict(difference),
        ];
    }

    private static KeyFigure Figure(ComparedRun run) => new(
        Path.GetFileName(Path.TrimEndingDirectorySeparator(run.Folder)),
        run.Scores[0].Value is { } value ? Text($"{value:0.000}") : "undefined",
        run.Differences.Count == 0 ? run.Scores[0].Name : Text($"{run.Scores[0].Name}, {run.Scores[0].Verdict(run.Differences[0])}"));

    private static string? Interval(double? low, double? high) => low is null ? null : Text($"{low:0.000} … {high:0.000}");

    private static string Signed(ConfidenceInterval interval) =>
        interval.Low is null ? "no interval" : Text($"{interval.Low:+0.000;−0.000} … {interval.High:+0.000;−0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
