using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary><c>omni hub list</c>: the models of the cache, a line for each commit.</summary>
internal static class HubListCommand
{
    public static CommandEntry Entry { get; } = new(
        "list", "List the models of the cache: commits, branches, sizes, and whether they can be used.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var known = new Option<bool>("--known")
        {
            Description = "The published models whose architectures are implemented, and which of them the cache has.",
        };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni hub list", "omni hub list --known", "omni hub list --json"],
        };
        command.Options.Add(known);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var cache = new HubCache(HubSettings.FromEnvironment().Cache);
            var models = cache.Models();
            if (parsed.GetValue(known) && parsed.GetValue(json)) terminal.Output.WriteLine(KnownModels.ToJson(cache).ToString());
            else if (parsed.GetValue(known)) KnownModels.Print(terminal.Output, cache);
            else if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(ToJson(cache, models)));
            else Print(terminal, cache, models);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static JsonObject ToJson(HubCache cache, IReadOnlyList<CachedModel> models) => new()
    {
        ["cache"] = cache.Root,
        ["models"] = new JsonArray([.. models.Select(model => new JsonObject
        {
            ["name"] = model.Repository.Id,
            ["bytes"] = model.Bytes,
            ["refs"] = new JsonObject(model.Refs.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
            ["commits"] = new JsonArray([.. model.Commits.Select(commit => new JsonObject
            {
                ["commit"] = commit,
                ["folder"] = cache.SnapshotOf(model.Repository, commit),
                ["bytes"] = model.BytesOf(commit),
                ["missing"] = new JsonArray([.. model.MissingIn(commit).Select(file => (JsonNode)file)]),
            })]),
        })]),
    };

    private static void Print(Terminal terminal, HubCache cache, IReadOnlyList<CachedModel> models)
    {
        terminal.Error.WriteLine($"cache: {cache.Root}");
        if (models.Count == 0)
        {
            terminal.Error.WriteLine("no model there");
            return;
        }
        var lines = models.SelectMany(model => model.Commits.Select(commit => (string[])
        [
            model.Repository.Id,
            commit,
            string.Join(", ", model.Refs.Where(entry => entry.Value == commit).Select(entry => entry.Key)),
            string.Create(CultureInfo.InvariantCulture, $"{model.BytesOf(commit) / 1e6:#,0.0} MB"),
            model.MissingIn(commit) is { Count: > 0 } missing ? $"lacks {string.Join(", ", missing)}" : "whole",
        ]));
        TextTable.Write(terminal.Output, ["model", "commit", "branches", "size", "state"], [.. lines]);
        foreach (var model in models.Where(model => model.Partial.Count > 0))
            terminal.Error.WriteLine(
                $"{model.Repository}: {Plural.Count(model.Partial.Count, "download")} cut off; omni hub pull {model.Repository} goes on");
    }
}
