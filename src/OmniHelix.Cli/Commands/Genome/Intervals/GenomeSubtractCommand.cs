using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary><c>omni genome subtract</c>: what is left of intervals, as <c>bedtools subtract</c> writes it.</summary>
internal static class GenomeSubtractCommand
{
    public static CommandEntry Entry { get; } = new("subtract", "Cut intervals out of others.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<OverlapOptions>().Add<SubtractOptions>(),
        settings => new SubtractOperation(settings.Get<OverlapOptions>(), settings.Get<SubtractOptions>()),
        "omni genome subtract --a genes.bed --b exons.bed > introns.bed",
        "omni genome subtract --a peaks.bed.gz --b blacklist.bed --remove-whole --output clean.bed.gz");
}
