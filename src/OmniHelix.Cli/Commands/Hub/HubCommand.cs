using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary><c>omni hub</c>: models by name, and the cache they are kept in.</summary>
internal static class HubCommand
{
    public static CommandEntry Entry { get; } = CommandEntry.Group(
        "hub", "Get models by name and look after the cache that is shared with Python's programs.",
        HubListCommand.Entry, HubInfoCommand.Entry, HubPullCommand.Entry, HubVerifyCommand.Entry, HubCardCommand.Entry,
        HubScanCommand.Entry, HubPruneCommand.Entry);
}
