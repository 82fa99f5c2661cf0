using System.Globalization;
using OmniHelix.Cli.Commands.Train;
using OmniHelix.Workflows.Evaluating;

namespace OmniHelix.Cli.Commands.Evaluate;

/// <summary>The metrics of an evaluation as a table, on standard output.</summary>
internal static class EvaluationPrinter
{
    /// <summary>Prints a line for each metric, then where the files are.</summary>
    public static void Print(TextWriter output, EvaluateOutcome outcome)
    {
        var results = outcome.Results;
        output.WriteLine(Text($"{results.Task} on the {results.Split} split, {results.Records:N0} {Plural.Of(results.Records, "record")}"));
        output.WriteLine();
        var width = results.Metrics.Max(metric => metric.Name.Length);
        var withIntervals = results.Metrics.Any(metric => metric.Low is not null);
        output.WriteLine($"  {"metric".PadRight(width)}  {"value",9}{(withIntervals ? "  95 % interval over records" : "")}");
        foreach (var metric in results.Metrics) output.WriteLine(Line(metric, width).TrimEnd());
        foreach (var figure in outcome.Findings.SelectMany(finding => finding.Figures))
            output.WriteLine($"  {figure.Label.PadRight(width)}  {figure.Value,9}  {figure.Detail}".TrimEnd());
        foreach (var remark in results.Remarks) output.WriteLine($"! {remark}");
        StructurePrinter.Print(output, outcome.Findings);
        if (outcome.Folder is not { } folder) return;
        output.WriteLine();
        output.WriteLine($"predictions  {Path.Combine(folder, "predictions.parquet")}");
        output.WriteLine($"report       {Path.Combine(folder, EvaluationReport.FileName)}");
    }

    private static string Line(EvaluatedMetric metric, int width)
    {
        var value = metric.Value is { } number ? Text($"{number:0.0000}") : "–";
        var interval = metric is { Low: { } low, High: { } high } ? Text($"[{low:0.000}, {high:0.000}]") : "";
        return $"  {metric.Name.PadRight(width)}  {value,9}  {interval,-18}  {(metric.Value is null ? metric.Note : "")}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
