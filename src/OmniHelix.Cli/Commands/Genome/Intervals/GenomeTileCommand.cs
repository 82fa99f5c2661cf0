using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary><c>omni genome tile</c>: windows over contigs or intervals, as <c>bedtools makewindows</c> writes them.</summary>
internal static class GenomeTileCommand
{
    public static CommandEntry Entry { get; } = new("tile", "Write windows over contigs or intervals.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<ContigOptions>().Add<TileOptions>(),
        settings => new TileOperation(settings.Get<ContigOptions>(), settings.Get<TileOptions>()),
        "omni genome tile --genome hs37d5.fa.fai --window 1000000 > windows.bed",
        "omni genome tile --bed genes.bed --window 500 --step 250 --output windows.bed.gz");
}
