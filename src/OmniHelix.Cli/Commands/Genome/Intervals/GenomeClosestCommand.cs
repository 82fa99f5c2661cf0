using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary><c>omni genome closest</c>: the nearest intervals, as <c>bedtools closest</c> writes them.</summary>
internal static class GenomeClosestCommand
{
    public static CommandEntry Entry { get; } = new("closest", "Find the nearest interval of another file.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<ClosestOptions>(),
        settings => new ClosestOperation(settings.Get<ClosestOptions>()),
        "omni genome closest --a peaks.bed --b genes.gtf.gz --distance --ties first",
        "omni genome closest --a peaks.bed --b tss.bed --signed-distance b --ignore-overlaps");
}
