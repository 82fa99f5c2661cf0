using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>
/// <c>omni genome slop</c> and <c>flank</c>: intervals made longer, and the stretches beside them, as bedtools writes them.
/// </summary>
internal static class GenomeSlopCommand
{
    public static CommandEntry Slop { get; } = new("slop", "Make intervals longer, up to the ends of contigs.", Create);

    public static CommandEntry Flank { get; } = new("flank", "Write the stretches beside intervals.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<IntervalInput>().Add<ContigOptions>().Add<ExtentOptions>(),
        settings => new ExtendOperation(
            settings.Get<IntervalInput>(), settings.Get<ContigOptions>(), settings.Get<ExtentOptions>(), entry.Name == Flank.Name),
        $"omni genome {entry.Name} --input peaks.bed --genome hs37d5.fa.fai --both 500 > wider.bed",
        $"omni genome {entry.Name} --input tss.bed --genome hs37d5.fa --left 2000 --right 500 --by-strand > promoters.bed");
}
