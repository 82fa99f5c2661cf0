using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer</c>: vocabularies, and what they make of sequences.</summary>
internal static class TokenizerCommand
{
    public static CommandEntry Entry { get; } = CommandEntry.Group("tokenizer", "Learn, apply and show tokenizers.",
        TokenizerTrainCommand.Entry,
        TokenizerEncodeCommand.Entry,
        TokenizerDecodeCommand.Entry,
        TokenizerInspectCommand.Entry,
        TokenizerBreakSizesCommand.Entry,
        TokenizerKmersCommand.Entry,
        TokenizerCompareCommand.Entry,
        TokenizerPoolCommand.Entry);
}
