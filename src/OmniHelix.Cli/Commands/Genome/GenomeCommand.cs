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
        QuickcheckCommand.Entry);
}
