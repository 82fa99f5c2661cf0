using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.FineTuning;

namespace OmniHelix.Cli.Commands.Train;

/// <summary>The scores of a fine-tuning run in words, on standard output.</summary>
internal static class FineTunePrinter
{
    /// <summary>Prints seeds, scores beside baselines, and where model and report are.</summary>
    public static void Print(Terminal terminal, FineTuneOutcome outcome)
    {
        var results = outcome.Results;
        var output = terminal.Output;
        foreach (var seed in results.Seeds)
            output.WriteLine(Text(
                $"seed {seed.Seed}: best epoch {seed.BestEpoch} of {seed.EpochsRun}; valid {Value(seed.Valid)}; test {Value(seed.Test)}"));
        if (results.Scores.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(Heading(results));
            foreach (var score in results.Scores)
                output.WriteLine(Text($"  {score.Score,6:0.000}  {Interval(score.Low, score.High),-16} {score.Name}{Advantage(score)}"));
        }
        output.WriteLine();
        output.WriteLine($"model   {Path.Combine(outcome.Folder, "model")}");
        output.WriteLine($"report  {Path.Combine(outcome.Folder, FineTuneReport.FileName)}");

        string Value(IReadOnlyDictionary<string, double> values) =>
            values.TryGetValue(results.PrimaryMetric, out var v) ? Text($"{v:0.0000}") : "–";
    }

    /// <summary>What stands over the scores, and why they have no intervals when they have none.</summary>
    internal static string Heading(RunResults results)
    {
        var intervals = results.Scores.Any(score => score.Low is not null)
            ? "95 % bootstrap interval over sequences"
            : "without an interval, which only metrics that count predicted classes have";
        return Text($"{results.PrimaryMetric} on the test split ({intervals}), seed {results.BestSeed}:");
    }

    private static string Interval(double? low, double? high) => low is null ? "" : Text($"[{low:0.000}, {high:0.000}]");

    private static string Advantage(PredictorScore score) =>
        score.AdvantageLow is null
            ? ""
            : Text($"  (model minus this: {score.AdvantageLow:+0.000;-0.000} to {score.AdvantageHigh:+0.000;-0.000})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
