using OmniHelix.Cli.Commands.Genome.Intervals;
using OmniHelix.Cli.Commands.Genome.Variants;
using OmniHelix.Cli.Commands.Quickcheck;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome</c>: what is done with genomes, annotations and variants before any model sees them.</summary>
internal static class GenomeCommand
{
    public static CommandEntry Entry { get; } = CommandEntry.Group("genome", "Index, slice and check genomes, annotations and variants.",
        GenomeIndexCommand.Entry,
        GenomeWindowCommand.Entry,
        GenomeViewCommand.Entry,
        GenomeConsensusCommand.Entry,
        GenomePersonalCommand.Entry,
        GenomeFilterCommand.Entry,
        GenomeQueryCommand.Entry,
        GenomeNormalizeCommand.Entry,
        GenomeDosagesCommand.Entry,
        GenomeIntersectCommand.Entry,
        GenomeSubtractCommand.Entry,
        GenomeMergeCommand.Entry,
        GenomeCoverageCommand.Entry,
        GenomeClosestCommand.Entry,
        GenomeSlopCommand.Slop,
        GenomeSlopCommand.Flank,
        GenomeComplementCommand.Entry,
        GenomeTileCommand.Entry,
        GenomeJaccardCommand.Entry,
        GenomeSortCommand.Entry,
        GenomeTranslateCommand.Entry,
        GenomeStatsCommand.Entry,
        QuickcheckCommand.Entry);
}
