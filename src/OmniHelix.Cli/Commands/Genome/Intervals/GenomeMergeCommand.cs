using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary><c>omni genome merge</c>: intervals that overlap or lie near each other as one, as <c>bedtools merge</c> writes them.</summary>
internal static class GenomeMergeCommand
{
    public static CommandEntry Entry { get; } = new("merge", "Join intervals that overlap or lie near each other.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<IntervalInput>().Add<MergeOptions>(),
        settings => new MergeOperation(settings.Get<IntervalInput>(), settings.Get<MergeOptions>()),
        "omni genome merge --input peaks.bed > merged.bed",
        "omni genome merge --input peaks.bed.gz --distance 100 --columns 4,5 --operations collapse,max --output merged.bed.gz");
}
