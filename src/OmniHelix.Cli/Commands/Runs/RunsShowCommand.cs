using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Comparing;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Runs;

/// <summary><c>omni runs show</c>: one run: what it was about, what somebody said, what came of it.</summary>
internal static class RunsShowCommand
{
    public static CommandEntry Entry { get; } = new("show", "Show one run: command, settings that were said, results.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var folder = new Argument<string>("RUN") { Description = "Folder of a run." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni runs show runs/archive2", "omni runs show runs/archive2 --json"],
        };
        command.Arguments.Add(folder);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var run = RunSummary.Of(parsed.GetValue(folder)!);
            if (run.Manifest is not { } manifest)
                throw new OmniException(
                    "OH5030", $"this is no run manifest: {run.Problem}", run.Folder, "The folder was changed by something else.");
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(ToJson(run, manifest)));
            else Print(terminal.Output, run, manifest);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static JsonObject ToJson(RunSummary run, RunManifest manifest)
    {
        var json = RunText.ToJson(run);
        json["command"] = new JsonArray([.. manifest.Command.Select(word => (JsonNode)word)]);
        json["configuration"] = manifest.Configuration.DeepClone();
        json["origins"] = manifest.Origins.DeepClone();
        json["version"] = manifest.Version;
        json["commit"] = manifest.Commit;
        json["results"] = run.Results()?.DeepClone();
        return json;
    }

    private static void Print(TextWriter output, RunSummary run, RunManifest manifest)
    {
        Fact("run", run.Folder);
        Fact("kind", run.Kind);
        Fact("state", RunText.StateOf(run));
        Fact("task", run.Task ?? "–");
        Fact("data", run.Data ?? "–");
        Fact("model", run.Model ?? "–");
        Fact("score", run.Score is null ? "–" : RunText.ScoreOf(run));
        Fact("started", manifest.Started.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        Fact("time", run.Time is null ? "–" : RunText.TimeOf(run));
        Fact("version", $"OmniHelix {manifest.Version}, commit {manifest.Commit}");
        if (manifest.Command.Count > 0) Fact("command", string.Join(' ', manifest.Command));
        output.WriteLine();
        output.WriteLine("settings that somebody said:");
        var said = manifest.Origins.Where(origin => origin.Value?.ToString() != "default").ToList();
        TextTable.Write(output, ["  key", "value", "said by"], said.Select(origin => new[]
        {
            $"  {origin.Key}", Value(manifest.Configuration[origin.Key]), origin.Value!.ToString(),
        }));
        if (run.State == RunState.CutOff && RunManifest.GoesOn(run.Kind))
        {
            output.WriteLine();
            output.WriteLine($"go on with: omni {run.Kind} --resume {run.Folder}");
        }

        void Fact(string name, string value) => output.WriteLine($"{name,-8}  {value}");
    }

    private static string Value(JsonNode? node) => node switch
    {
        null => "",
        JsonArray items => string.Join(',', items.Select(item => item?.ToString())),
        _ => node.ToString(),
    };
}
