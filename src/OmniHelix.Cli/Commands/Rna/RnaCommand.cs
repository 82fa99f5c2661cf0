using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary><c>omni rna</c>: secondary structures of RNA.</summary>
internal static class RnaCommand
{
    public static CommandEntry Entry { get; } = CommandEntry.Group("rna", "Fold RNA, score structures, design sequences for them.",
        RnaFoldCommand.Entry,
        RnaEvalCommand.Entry,
        RnaCompareCommand.Entry,
        RnaDesignCommand.Entry,
        RnaBenchCommand.Entry);
}
