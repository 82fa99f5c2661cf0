using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary>A tokenizer to learn and where to write it, under the names of this program or of another.</summary>
/// <param name="terminal">Shows how far it is.</param>
/// <param name="options">What is learned.</param>
/// <param name="output">A file that ends in <c>.json</c>, or a folder.</param>
internal sealed class TrainJob(Terminal terminal, TokenizerTrainOptions options, string output)
{
    /// <summary>Refuses an output that is there, before the work begins.</summary>
    /// <exception cref="UsageException">OH2031 it exists; OH2032 it is standard output.</exception>
    /// <exception cref="OmniException">OH6002 its folder is missing, or it is one.</exception>
    public void Check(bool overwrite)
    {
        if (!TokenizerTrainOutcome.IsFile(output))
        {
            OverwriteCheck.Folder(overwrite, output);
            return;
        }
        OverwriteCheck.Files(overwrite, output);
        // Learning may take hours: what cannot be written is said before.
        var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        if (!Directory.Exists(folder))
            throw new OmniException("OH6002", "cannot write: there is no such folder", folder, "Make it first.");
        if (Directory.Exists(output))
            throw new OmniException("OH6002", "cannot write: this is a folder", output, "Name a file that ends in .json.");
    }

    /// <summary>Learns and writes.</summary>
    /// <param name="input">How the files are read.</param>
    /// <param name="files">Sequences.</param>
    /// <param name="cancellation">Ends it.</param>
    public TokenizerTrainOutcome Run(SequenceInputOptions input, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        using var line = new ProgressLine(terminal, TimeProvider.System);
        var progress = line.Of(ProgressWords.Tokens(TimeProvider.System));
        var outcome = new TokenizerTrainWorkflow(options)
            .Run(input.ReadAll(files), line.Of(ProgressWords.Records), progress, cancellation);
        outcome.Write(output);
        return outcome;
    }
}
