using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Creation;
using OmniHelix.Data.Splits;
using OmniHelix.Tokenizers;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>A data set to make, whatever command asks for it.</summary>
/// <param name="Output">Where and in which forms.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Options">How records are made.</param>
internal sealed record CreationJob(SplitOutput Output, CreationColumns Columns, CreationOptions Options)
{
    /// <summary>With one, the token ids are written too.</summary>
    public OmniTokenizer? Tokenizer { get; init; }

    /// <summary>Tell what was made as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Makes the data set, tells what it holds, and gives the exit code.</summary>
    public int Run(Terminal terminal, DataSetSource source, CancellationToken cancellation)
    {
        var result = Make(terminal, source, cancellation);
        if (!Json)
        {
            var dropped = result.Dropped > 0
                ? $", {Plural.Count(result.Dropped, "chunk")} under {Options.MinimumChunk} letters left out"
                : "";
            terminal.Summary.WriteLine($"{Plural.Count(result.Sequences, "sequence")}{dropped}");
        }
        if (result.ShortRests > 0 && Options.Split is { IndependentRecords: false, Method: not SplitMethod.Sequential })
            terminal.Error.WriteLine(
                $"note {Plural.Count(result.ShortRests, "last chunk")} of less than 20 letters, which are equal by chance, "
                    + "hold nothing together; a least chunk leaves them out");
        if (result.Tokens is { } tokens)
        {
            var fewer = tokens.Found < tokens.Requested ? $"; the training split has no more, {tokens.Requested} were wanted" : "";
            terminal.Error.WriteLine($"{Plural.Count(tokens.Found, "token")} learned from the training split{fewer}");
        }
        if (result.TokenCount is { } written)
        {
            if (!Json) terminal.Summary.WriteLine(FormattableString.Invariant($"{written:N0} tokens of {result.Letters:N0} letters"));
            if (result.UnknownLetters > 0)
            {
                var share = (double)result.UnknownLetters / result.Letters;
                var what = FormattableString.Invariant($"! {result.UnknownLetters:N0} letters ({share:P1}) are unknown to the tokenizer");
                terminal.Error.WriteLine($"{what}; upper and lower case are different letters");
            }
        }
        if (result.LeftOut.Count > 0) terminal.Error.WriteLine($"note columns left out: {string.Join(", ", result.LeftOut.Select(Name))}");
        SplitPrinter.Print(terminal, result.Manifest, Output.Folder, Json);
        return ExitCode.Done;
    }

    private static string Name(string column) => column.Length == 0 ? "one without a name" : column;

    private CreationResult Make(Terminal terminal, DataSetSource source, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(terminal, TimeProvider.System);
        return DataSetCreation.Run(
            source,
            Output,
            Columns,
            Options,
            Tokenizer,
            new SplitProgress(progress.Of(ProgressWords.Records), progress.Of(ProgressWords.Compared)),
            cancellation);
    }
}
