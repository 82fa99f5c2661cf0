using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data</c>: what is done with data sets before any model sees them.</summary>
internal static class DataCommand
{
    public static CommandEntry Entry { get; } = CommandEntry.Group("data", "Inspect, convert, audit, split and make data sets.",
        DataInspectCommand.Entry,
        DataConvertCommand.Entry,
        DataAuditCommand.Entry,
        DataSplitCommand.Entry,
        DataCreateCommand.Entry,
        DataSyntheticCommand.Entry);
}
