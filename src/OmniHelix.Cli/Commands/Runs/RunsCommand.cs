using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Runs;

/// <summary><c>omni runs</c>: commands on the folders of runs.</summary>
internal static class RunsCommand
{
    public static CommandEntry Entry { get; } = CommandEntry.Group(
        "runs", "List, show and compare runs.", RunsListCommand.Entry, RunsShowCommand.Entry, RunsCompareCommand.Entry);
}
