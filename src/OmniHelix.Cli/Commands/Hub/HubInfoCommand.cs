using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Hub;
using OmniHelix.Hub.Configuration;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary><c>omni hub info</c>: commit and files of a repository, and which of them the cache has.</summary>
internal static class HubInfoCommand
{
    public static CommandEntry Entry { get; } = new(
        "info", "Show commit and files of a model at the hub, and which of them the cache has; offline, those of the cache.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var model = HubFlags.Model();
        var revision = HubFlags.Revision();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni hub info yangheng/OmniGenome-52M", "omni hub info multimolecule/rnafm --json"],
        };
        command.Arguments.Add(model);
        command.Options.Add(revision);
        command.Options.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            var reference = HubReference.Parse(parsed.GetValue(model)!, parsed.GetValue(revision));
            var found = await RepositoryFacts.FindAsync(reference, HubSettings.FromEnvironment()).ConfigureAwait(false);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(ToJson(found)));
            else Print(terminal.Output, found);
            return ExitCode.Done;
        });
        return command;
    }

    private static JsonObject ToJson(RepositoryFacts found) => new()
    {
        ["name"] = found.Model.Repository.Id,
        ["revision"] = found.Model.Revision,
        ["commit"] = found.Commit,
        ["cached_commit"] = found.CachedCommit,
        ["asked_the_hub"] = found.IsOfHub,
        ["files"] = new JsonArray([.. found.Files.Select(file => new JsonObject
        {
            ["name"] = file.File.Name,
            ["bytes"] = file.File.Bytes,
            ["hash"] = file.File.Hash,
            ["cached"] = file.IsCached,
        })]),
    };

    private static void Print(TextWriter output, RepositoryFacts found)
    {
        Fact("model", found.Model.Repository.Id);
        Fact("commit", $"{found.Commit} ({(found.IsOfHub ? "" : "of the cache, ")}{found.Model.Revision})");
        if (found.CachedCommit is { } cached && cached != found.Commit)
            Fact("in the cache", $"{cached}; omni hub pull {found.Model} gets the new one");
        output.WriteLine();
        TextTable.Write(output, ["file", "size", "cached"], found.Files.Select(file => (string[])
        [
            file.File.Name,
            file.File.Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes:#,0} bytes") : "",
            file.IsCached ? "yes" : "",
        ]));

        void Fact(string name, string value) => output.WriteLine($"{name,-12}  {value}");
    }
}
