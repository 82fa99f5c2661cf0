using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>
/// <c>omni genome intersect</c>: overlaps between two files of intervals, as <c>bedtools intersect</c> and <c>window</c> write them.
/// </summary>
internal static class GenomeIntersectCommand
{
    public static CommandEntry Entry { get; } = new("intersect", "Find overlaps between two files of intervals.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => IntervalCommand.Create(
        terminal,
        entry,
        new SettingsBinding().Add<OverlapOptions>().Add<IntersectOptions>(),
        settings => new IntersectOperation(settings.Get<OverlapOptions>(), settings.Get<IntersectOptions>()),
        "omni genome intersect --a peaks.bed --b genes.gtf.gz --unique > peaks-in-genes.bed",
        "omni genome intersect --a peaks.bed --b blacklist.bed.gz --invert --output clean.bed.gz",
        "omni genome intersect --a calls.vcf.gz --b exons.bed --write-overlap",
        "omni genome intersect --a peaks.bed --b genes.bed --within 1000 --same-strand");
}
