using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary><c>omni genome sort</c>: intervals by contig and start, as <c>bedtools sort</c> writes them.</summary>
internal static class GenomeSortCommand
{
    public static CommandEntry Entry { get; } = new("sort", "Sort intervals by contig and start.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<IntervalInput>().Add<ContigOptions>(),
        settings => new SortOperation(settings.Get<IntervalInput>(), settings.Get<ContigOptions>()),
        "omni genome sort --input peaks.bed --output peaks.sorted.bed.gz",
        "omni genome sort --input genes.gtf --genome hs37d5.fa.fai | bgzip > genes.sorted.gtf.gz");
}
