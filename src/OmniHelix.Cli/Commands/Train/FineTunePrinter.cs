using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.FineTuning;

namespace OmniHelix.Cli.Commands.Train;

/// <summary>The scores of a fine-tuning run in words, on standard output.</summary>
internal static class FineTunePrinter
{
    private const int ShownMetrics = 5;

    /// <summary>Prints seeds, scores beside baselines, all metrics, and where model and report are.</summary>
    public static void Print(Terminal terminal, FineTuneOutcome outcome)
    {
        var results = outcome.Results;
        foreach (var seed in results.Seeds)
            terminal.Summary.WriteLine(Text(
                $"seed {seed.Seed}: {Kept(seed)}; valid {Value(seed.Valid)}; test {Value(seed.Test)}"));
        if (results.Scores.Count > 0) PrintScores(terminal, results);
        PrintMetrics(terminal, outcome);
        StructurePrinter.Print(terminal.Summary, outcome.Test?.Findings ?? []);
        terminal.Summary.WriteLine();
        terminal.Summary.WriteLine($"model   {Path.Combine(outcome.Folder, "model")}");
        terminal.Summary.WriteLine($"report  {LinkTo(Path.Combine(outcome.Folder, FineTuneReport.FileName))}");

        string Kept(SeedResult seed) => seed.Valid.ContainsKey(results.PrimaryMetric)
            ? Text($"best epoch {seed.BestEpoch} of {seed.EpochsRun}")
            : $"last of {Plural.Count(seed.EpochsRun, "epoch")}";

        string Value(IReadOnlyDictionary<string, double> values) =>
            values.TryGetValue(results.PrimaryMetric, out var v) ? Text($"{v:0.0000}") : "–";
    }

    /// <summary>What stands over the scores, and why they have no intervals when they have none.</summary>
    internal static string Heading(RunResults results)
    {
        var intervals = results.Scores.Any(score => score.Low is not null)
            ? "95 % bootstrap intervals over sequences"
            : results.Scores.All(score => score.Score is null) ? "undefined"
            : "without intervals, of which the test split allows none";
        return Text($"{results.PrimaryMetric} on the test split, seed {results.BestSeed} ({intervals})");
    }

    /// <summary>A page as terminals and browsers open it.</summary>
    internal static string LinkTo(string page) => new Uri(Path.GetFullPath(page)).AbsoluteUri;

    private static void PrintScores(Terminal terminal, RunResults results)
    {
        terminal.Summary.WriteLine();
        terminal.Summary.WriteLine(Heading(results));
        var hasIntervals = results.Scores.Any(score => score.Low is not null);
        terminal.Summary.WriteLine(hasIntervals ? Row("score", "interval", "model ahead by", "") : Row("score", "", "", ""));
        foreach (var score in results.Scores)
        {
            var row = Row(Number(score.Score), Interval(score), Advantage(score), score.Name);
            if (score.Name == FineTuneWorkflow.ModelName) terminal.WriteStrong(row);
            else terminal.Summary.WriteLine(row);
        }

        foreach (var remark in results.ScoreRemarks) terminal.Summary.WriteLine($"! {remark}");

        string Row(string score, string interval, string advantage, string name) => hasIntervals
            ? $"  {score,-6} {interval,-15} {advantage,-17} {name}".TrimEnd()
            : $"  {score,-6} {name}".TrimEnd();
    }

    // All that somebody asked for; of those that a run reports by itself the first.
    private static void PrintMetrics(Terminal terminal, FineTuneOutcome outcome)
    {
        var results = outcome.Results;
        var best = results.Seeds.First(seed => seed.Seed == results.BestSeed);
        var (split, values) = best.Test.Count > 0 ? ("test", best.Test) : ("validation", best.Valid);
        if (values.Count == 0) return;
        var seeds = results.Seeds.Count;
        terminal.Summary.WriteLine();
        var heading = Text($"{$"metrics of the {split} split",-34} {$"seed {best.Seed}",-9}");
        terminal.Summary.WriteLine((heading + (seeds > 1 ? Text($"mean ± sd of {seeds} seeds") : "")).TrimEnd());
        var shown = (string?)outcome.Manifest.Origins["metrics"] == "default" ? ShownMetrics : values.Count;
        foreach (var (name, value) in values.Take(shown))
            terminal.Summary.WriteLine(Text($"  {name,-32} {value,-9:0.0000}{Over(name)}").TrimEnd());
        if (values.Count > shown) terminal.Summary.WriteLine(Text($"  and {values.Count - shown} more in results.json"));

        string Over(string name) => seeds > 1 && results.Summary.TryGetValue(name, out var all)
            ? Text($"{all.Mean:0.0000} ± {all.StandardDeviation:0.0000}")
            : "";
    }

    private static string Number(double? value) => value is { } number ? Text($"{number:0.000}") : "–";

    private static string Interval(PredictorScore score) => score.Low is null ? "" : Text($"[{score.Low:0.000}, {score.High:0.000}]");

    private static string Advantage(PredictorScore score) =>
        score.AdvantageLow is null ? "" : Text($"{score.AdvantageLow:+0.000;-0.000} to {score.AdvantageHigh:+0.000;-0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
