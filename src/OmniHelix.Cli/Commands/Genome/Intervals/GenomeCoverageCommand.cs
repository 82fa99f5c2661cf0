using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary><c>omni genome coverage</c>: how much of intervals others cover, as <c>bedtools coverage</c> writes it.</summary>
internal static class GenomeCoverageCommand
{
    public static CommandEntry Entry { get; } = new("coverage", "Say how much of each interval others cover.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<OverlapOptions>().Add<CoverageOptions>(),
        settings => new CoverageOperation(settings.Get<OverlapOptions>(), settings.Get<CoverageOptions>()),
        "omni genome coverage --a exons.bed --b reads.bed.gz > coverage.tsv",
        "omni genome tile --genome hs37d5.fa.fai --window 1000 | omni genome coverage --a - --b peaks.bed --counts");
}
