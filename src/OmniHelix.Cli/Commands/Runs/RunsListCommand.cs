using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Comparing;

namespace OmniHelix.Cli.Commands.Runs;

/// <summary><c>omni runs list</c>: the runs below a folder, a line each.</summary>
internal static class RunsListCommand
{
    public static CommandEntry Entry { get; } = new(
        "list", "List the runs below a folder: task, data, score, state and time of each.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = "Folder with runs in it, at any depth.",
            DefaultValueFactory = _ => ".",
        };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description) { Examples = ["omni runs list runs", "omni runs list runs --json"] };
        command.Arguments.Add(folder);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var runs = RunSummary.Below(parsed.GetValue(folder)!);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(new JsonArray([.. runs.Select(RunText.ToJson)]).ToString());
            else Print(terminal, runs);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<RunSummary> runs)
    {
        if (runs.Count == 0)
        {
            terminal.Error.WriteLine("no run there");
            return;
        }
        RunText.Table(terminal.Output, ["run", "kind", "task", "data", "score", "state", "started", "time"], runs.Select(Row));
        foreach (var run in runs.Where(run => run.Problem is not null)) terminal.Error.WriteLine($"damaged {run.Folder}: {run.Problem}");
    }

    private static string[] Row(RunSummary run) =>
    [
        run.Folder, run.Kind, run.Task ?? "", run.Data ?? "", RunText.ScoreOf(run), RunText.StateOf(run),
        run.Started?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "", RunText.TimeOf(run),
    ];
}
