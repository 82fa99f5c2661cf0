using System.Globalization;
using OmniHelix.Metrics;
using OmniHelix.Reports;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Evaluating;

/// <summary>Turns an evaluation into its report page.</summary>
public static class EvaluationReport
{
    /// <summary>Name in the folder of the evaluation.</summary>
    public const string FileName = "report.html";

    private static readonly TableColumn[] MetricColumns =
    [
        new("Metric"), new("Value", "0.0000"), new("95 % interval", ""), new("Better"),
    ];

    /// <summary>Writes <c>report.html</c> into the folder of the evaluation, and its figures beside it when they are wanted.</summary>
    internal static void Write(string folder, EvaluateOutcome outcome, RunManifest manifest, bool figures)
    {
        var results = outcome.Results;
        var details = Details(outcome, manifest);
        var page = new HtmlReport(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)))
        {
            Kind = "OmniHelix evaluation report",
            Subtitle = $"{results.Task.Replace('_', ' ')} on {outcome.Set.Config.TaskName ?? ShortPath.Of(outcome.Set.Path)}, "
                + $"{results.Split} split",
            KeyFigures = [.. Figures(outcome)],
            Footer = Text($"OmniHelix {manifest.Version}, {manifest.Started:yyyy-MM-dd HH:mm} UTC"),
        };
        string[] notes = [.. outcome.Set.Notes, .. outcome.Changes, .. results.Remarks];
        if (notes.Length > 0)
        {
            var section = page.AddSection("Please note");
            foreach (var note in notes) section.Add(new Note(note));
        }
        page.AddSection("Metrics", "Intervals are percentiles of a bootstrap over whole records.")
            .Add(Metrics(results.Metrics));
        foreach (var section in TrainingReport.Compose(details).Sections)
        {
            var copy = page.AddSection(section.Heading, section.Lead);
            foreach (var block in section.Blocks) copy.Add(block);
        }
        page.Write(Path.Combine(folder, FileName));
        if (figures) ReportFigures.Write(Path.Combine(folder, ReportFigures.FolderName), details);
    }

    // Classes, structures, model and reproduction look as those of a training run.
    private static TrainingReportData Details(EvaluateOutcome outcome, RunManifest manifest)
    {
        var page = new TrainingReportData
        {
            Title = "",
            Model =
            [
                new("folder", ShortPath.Of((string)manifest.Configuration["model"]!)),
                new("trained on", FineTuneReport.Seen(outcome.Card)),
                new("parameters", Text($"{outcome.Model.Parameters:N0}")),
                new("layers", Text($"{outcome.Model.Layers}")),
                new("hidden size", Text($"{outcome.Model.HiddenSize}")),
                new("most tokens", outcome.Model.MostTokens),
                new("tokens needed / computed", Text($"{outcome.Use.Share:0.000}")),
            ],
            Reproduction = FineTuneReport.Repeat(manifest, []),
        };
        if (outcome.Evaluation.Confusion is { } confusion)
            page = page with
            {
                Confusion = FineTuneReport.Counts(confusion, outcome.Results.Labels),
                Classes = FineTuneReport.Classes(confusion, outcome.Results.Labels),
            };
        return outcome.Findings.Aggregate(page, (sum, finding) => finding.AddTo(sum));
    }

    private static IEnumerable<KeyFigure> Figures(EvaluateOutcome outcome)
    {
        var first = outcome.Results.Metrics[0];
        yield return new(first.Name, first.Value is { } value ? Text($"{value:0.000}") : "undefined", Interval(first));
        foreach (var finding in outcome.Findings)
            foreach (var figure in finding.Figures) yield return figure;
        yield return new("records", Text($"{outcome.Results.Records:N0}"), $"{outcome.Results.Split} split");
    }

    // Remarks have a column where there are any.
    private static DataTable Metrics(IReadOnlyList<EvaluatedMetric> metrics)
    {
        var hasNotes = metrics.Any(metric => metric.Note is not null);
        var rows = metrics.Select(metric => (IReadOnlyList<object?>)(hasNotes ? [.. Row(metric), metric.Note] : Row(metric)));
        return new DataTable(hasNotes ? [.. MetricColumns, new("Remark")] : MetricColumns, [.. rows]) { EmphasisedRow = 0 };
    }

    private static object?[] Row(EvaluatedMetric metric) =>
        [metric.Name, metric.Value, Interval(metric), MetricCatalog.Find(metric.Name).GreaterIsBetter ? "higher" : "lower"];

    private static string? Interval(EvaluatedMetric metric) =>
        metric is { Low: { } low, High: { } high } ? Text($"{low:0.000} … {high:0.000}") : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
