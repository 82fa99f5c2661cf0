using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Workflows.Comparing;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Runs;

/// <summary><c>omni runs compare</c>: runs side by side on the same test records.</summary>
internal static class RunsCompareCommand
{
    public static CommandEntry Entry { get; } = new(
        "compare", "Compare runs on the same test records, by a paired bootstrap on their predictions.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var folders = new Argument<string[]>("RUN")
        {
            Description = "Folders of runs or evaluations; the others are compared with the first.",
            Arity = ArgumentArity.OneOrMore,
        };
        var metrics = new Option<string[]>("--metrics")
        {
            Description = "Metrics to compare; default: the first run's primary one and all others that need no probabilities.",
            HelpName = "text,…",
        };
        var resamples = new Option<int>("--resamples")
        {
            Description = "Resamples of the bootstrap.",
            HelpName = "integer",
            DefaultValueFactory = _ => new BootstrapOptions().Resamples,
        };
        var report = new Option<string>("--report")
        {
            Description = "Write the comparison as a page too: one HTML file that loads nothing.",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the page." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni runs compare runs/archive2 runs/again",
                "omni runs compare runs/a runs/b runs/c --metrics mcc,roc_auc --report compared.html",
            ],
        };
        command.Arguments.Add(folders);
        foreach (var option in new Option[] { metrics, resamples, report, overwrite, json }) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(report) is { } page)
            {
                KnownFiles.Kinds.RequireName(page, "a page", KnownFiles.Html);
                OverwriteCheck.Files(parsed.GetValue(overwrite), page);
            }
            string[] asked = [.. (parsed.GetValue(metrics) ?? []).SelectMany(m => m.Split(',', StringSplitOptions.RemoveEmptyEntries))];
            var comparison = RunComparison.Of(
                parsed.GetValue(folders)!, asked.Length > 0 ? asked : null, new BootstrapOptions(parsed.GetValue(resamples)), cancellation);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(ToJson(comparison)));
            else Print(terminal.Output, comparison);
            if (parsed.GetValue(report) is { } path)
            {
                ComparisonPage.Compose(comparison).Write(path);
                terminal.Error.WriteLine($"page written to {path}");
            }
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static object ToJson(RunComparison comparison) => new
    {
        Task = comparison.Task.Name,
        comparison.Records,
        Runs = comparison.Runs.Select(run => new
        {
            run.Folder,
            Metrics = run.Scores.Select((score, i) => new
            {
                score.Name,
                score.Value,
                score.Low,
                score.High,
                Difference = i < run.Differences.Count ? run.Differences[i] : null,
                Verdict = i < run.Differences.Count ? score.Verdict(run.Differences[i]) : null,
            }),
        }),
    };

    private static void Print(TextWriter output, RunComparison comparison)
    {
        var first = comparison.Runs[0];
        output.WriteLine(Text($"{comparison.Task.Name}, {comparison.Records:N0} {Plural.Of(comparison.Records, "test record")}"));
        foreach (var run in comparison.Runs.Skip(1))
        {
            output.WriteLine();
            output.WriteLine($"{run.Folder} minus {first.Folder}, with paired 95 % bootstrap intervals over records:");
            string[] heading = ["  metric", first.Folder, run.Folder, "difference", "interval", ""];
            TextTable.Write(
                output, heading, run.Scores.Select((score, metric) => Row(first.Scores[metric], score, run.Differences[metric])));
        }
    }

    private static string[] Row(ComparedScore first, ComparedScore score, ConfidenceInterval difference) =>
    [
        $"  {score.Name}", Value(first.Value), Value(score.Value), difference.Estimate is { } d ? Text($"{d:+0.0000;-0.0000}") : "–",
        difference.Low is null ? "" : Text($"[{difference.Low:+0.000;-0.000}, {difference.High:+0.000;-0.000}]"), score.Verdict(difference),
    ];

    private static string Value(double? value) => value is { } number ? Text($"{number:0.0000}") : "–";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
