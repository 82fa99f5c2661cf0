using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary><c>omni hub prune</c>: removes from the cache what nothing points to.</summary>
internal static class HubPruneCommand
{
    public static CommandEntry Entry { get; } = new(
        "prune", "Tell what in the cache no branch points to and how large it is; with --remove, remove it.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var remove = new Option<bool>("--remove") { Description = "Remove it; nothing is removed without this flag." };
        var command = new OmniCommand(entry.Name, entry.Description) { Examples = ["omni hub prune", "omni hub prune --remove"] };
        command.Options.Add(remove);
        command.SetAction((parsed, _) =>
        {
            var left = CacheLeftovers.In(new HubCache(HubSettings.FromEnvironment().Cache));
            foreach (var commit in left.Commits) terminal.Output.WriteLine(commit);
            var size = string.Create(CultureInfo.InvariantCulture, $"{left.Bytes:#,0} bytes");
            var what =
                $"{Plural.Count(left.Commits.Count, "commit")} and {Plural.Count(left.Contents, "content")} that nothing points to, {size}";
            if (parsed.GetValue(remove)) left.Remove();
            terminal.Output.WriteLine(parsed.GetValue(remove) ? $"removed {what}" : $"{what}; --remove removes them");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
