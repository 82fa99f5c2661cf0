using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Hub.Cache;
using OmniHelix.Workflows.Comparing;

namespace OmniHelix.Cli.Commands.Runs;

/// <summary><c>omni runs list</c>: the runs below a folder, a line each.</summary>
internal static class RunsListCommand
{
    public static CommandEntry Entry { get; } = new(
        "list", "List the runs below a folder: task, data, score, state and time of each.", Create);

    private sealed record Column(string Name, Func<RunSummary, string> Cell);

    private static readonly Column[] Columns =
    [
        new("run", run => run.Folder),
        new("kind", run => run.Kind),
        new("task", run => run.Task ?? ""),
        new("data", run => run.Data ?? ""),
        new("model", run => ModelOf(run.Model ?? "")),
        new("score", RunText.ScoreOf),
        new("state", RunText.StateOf),
        new("started", run => run.Started?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? ""),
        new("time", RunText.TimeOf),
    ];

    private static readonly string[] LeastImportant = ["time", "started", "kind", "task", "data", "model"];

    // Of a cache the last part of the path is a commit.
    private static string ModelOf(string model) => model.Length > 0 && HubCache.OriginOf(model) is { } origin
        ? origin.Repository.Id
        : Path.GetFileName(Path.TrimEndingDirectorySeparator(model));

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
        var shown = Shown(runs, terminal.SummaryWidth);
        TextTable.Write(terminal.Output, [.. shown.Select(c => c.Name)], runs.Select(run => shown.ConvertAll(c => c.Cell(run))));
        foreach (var run in runs.Where(run => run.Problem is not null)) terminal.Error.WriteLine($"damaged {run.Folder}: {run.Problem}");
    }

    // What a narrow terminal has no room for is left out, the least important first; --json has all.
    private static List<Column> Shown(IReadOnlyList<RunSummary> runs, int width)
    {
        var shown = Columns.ToList();
        foreach (var name in LeastImportant)
        {
            const int gap = 2;
            if (shown.Sum(column => gap + runs.Max(run => Math.Max(column.Cell(run).Length, column.Name.Length))) - gap <= width) break;
            shown.RemoveAll(column => column.Name == name);
        }
        return shown;
    }
}
