using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>
/// <c>omni genome complement</c>: the stretches of a genome between intervals, as <c>bedtools complement</c> writes them.
/// </summary>
internal static class GenomeComplementCommand
{
    public static CommandEntry Entry { get; } = new("complement", "Write the stretches of a genome that no interval covers.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<IntervalInput>().Add<ContigOptions>(),
        settings => new ComplementOperation(settings.Get<IntervalInput>(), settings.Get<ContigOptions>()),
        "omni genome complement --input genes.bed --genome hs37d5.fa.fai > between-genes.bed");
}
