using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Compression;
using OmniHelix.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer decode</c>: text from the numbers of tokens.</summary>
internal static class TokenizerDecodeCommand
{
    private static readonly char[] Separators = [' ', ',', '\t', '[', ']'];

    public static CommandEntry Entry { get; } = new("decode", "Write the text that ids of tokens stand for.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var ids = new Argument<string[]>("IDS")
        {
            Description = "Ids, separated by blanks or commas; or a file with the ids of one text a line, - for standard input.",
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
            ],
        };
        command.Arguments.Add(ids);
        command.Options.Add(tokenizer);
        command.Options.Add(skip);
        command.SetAction((parsed, cancellation) =>
        {
            var read = OmniTokenizer.FromPretrained(parsed.GetValue(tokenizer)!);
            foreach (var (line, place) in Lines(parsed.GetValue(ids)!))
            {
                cancellation.ThrowIfCancellationRequested();
                terminal.Output.WriteLine(read.Decode(Ids(line, place, read.VocabularySize), parsed.GetValue(skip)));
            }
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    // One word that is no number names a file.
    private static IEnumerable<(string Line, string Place)> Lines(string[] words)
    {
        if (words is not [var name] || name.AsSpan().TrimStart(Separators) is [>= '0' and <= '9', ..] && !File.Exists(name))
        {
            yield return (string.Join(' ', words), "command line");
            yield break;
        }
        using var reader = name == "-"
            ? new StreamReader(Console.OpenStandardInput())
            : new StreamReader(CompressedInput.Open(name));
        var number = 0;
        while (reader.ReadLine() is { } line) yield return (line, FormattableString.Invariant($"{name}:{++number}"));
    }

    private static int[] Ids(string line, string place, int size)
    {
        var ids = new List<int>();
        foreach (var word in line.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var isNumber = int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var id);
            if (!isNumber || id >= size)
                throw new OmniException(
                    "OH1516", $"'{word}' is no id of the tokenizer", place, Text($"Ids are whole numbers from 0 to {size - 1}."));
            ids.Add(id);
        }
        return [.. ids];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
