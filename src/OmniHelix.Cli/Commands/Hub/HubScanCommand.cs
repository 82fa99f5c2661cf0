using System.Text.Json.Nodes;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Hub;
using OmniHelix.Models.Scanning;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary><c>omni hub scan</c>: what of a model other programs could execute.</summary>
internal static class HubScanCommand
{
    public static CommandEntry Entry { get; } = new(
        "scan", "List what of a model other programs could execute: imports of pickles, auto_map, Python files.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var model = HubFlags.Folder();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni hub scan yangheng/OmniGenome-52M", "omni hub scan downloads/some-model --json"],
        };
        command.Arguments.Add(model);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var asked = parsed.GetValue(model)!;
            var folder = Directory.Exists(asked) ? asked : ModelNames.FolderOf(asked);
            var found = CodeScan.Of(folder);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(ToJson(folder, found)));
            else Print(terminal, found);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static JsonObject ToJson(string folder, IReadOnlyList<ExecutableFinding> found) => new()
    {
        ["folder"] = folder,
        ["executed_here"] = false,
        ["findings"] = new JsonArray([.. found.Select(finding => new JsonObject
        {
            ["file"] = finding.File,
            ["kind"] = SettingValue.Write(finding.Kind).Replace('-', '_'),
            ["what"] = finding.What,
        })]),
    };

    private static void Print(Terminal terminal, IReadOnlyList<ExecutableFinding> found)
    {
        if (found.Count > 0)
            TextTable.Write(
                terminal.Output, ["file", "could be executed by other programs"],
                found.Select(finding => (string[])[finding.File, Words(finding)]));
        terminal.Error.WriteLine(found.Count == 0
            ? "nothing that could be executed: tensors, containers, numbers and text only"
            : "Nothing of this runs here: architectures are omni's own, and pickles are read without importing or calling anything.");
    }

    private static string Words(ExecutableFinding finding) => finding.Kind switch
    {
        ExecutableKind.Import => $"pickle imports {finding.What}",
        ExecutableKind.Unknown => $"cannot be told: {finding.What}",
        ExecutableKind.MappedClass => $"auto_map {finding.What}",
        _ => "program",
    };
}
