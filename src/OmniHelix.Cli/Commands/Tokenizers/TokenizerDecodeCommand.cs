using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Models;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer decode</c>: text from the numbers of tokens.</summary>
internal static class TokenizerDecodeCommand
{
    public static CommandEntry Entry { get; } = new("decode", "Write the text that ids of tokens stand for.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var ids = new Argument<string[]>("IDS")
        {
            Description = "Ids between blanks or commas; or a file: the ids of one text a line, or what encode wrote; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var tokenizer = new Option<string>("--tokenizer")
        {
            Description = "A tokenizer.json, the folder of a tokenizer or model, or the name of a shipped model.",
            Required = true,
        };
        var skip = new Option<bool>("--skip-special-tokens") { Description = "Leave special tokens out." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenizer decode 0 4 9 6 5 2 --tokenizer models/omnihelix-rna-1m",
                "omni tokenizer decode ids.txt --tokenizer tokens.json --skip-special-tokens",
                "omni tokenizer decode genes.parquet --tokenizer tokens.json",
            ],
        };
        command.Arguments.Add(ids);
        command.Options.Add(tokenizer);
        command.Options.Add(skip);
        command.SetAction((parsed, cancellation) =>
        {
            var read = ModelTokenizer.OpenAlone(parsed.GetValue(tokenizer)!);
            foreach (var row in Rows(parsed.GetValue(ids)!, new TokenIdRows(read.VocabularySize)))
            {
                cancellation.ThrowIfCancellationRequested();
                terminal.Output.WriteLine(read.Decode(row, parsed.GetValue(skip)));
            }
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    // One word that is no number names a file.
    private static IEnumerable<int[]> Rows(string[] words, TokenIdRows rows) =>
        words is not [var name] || TokenIdRows.IsIds(name) && !File.Exists(name)
            ? [rows.Of(string.Join(' ', words), "command line")]
            : rows.Read(name);
}
