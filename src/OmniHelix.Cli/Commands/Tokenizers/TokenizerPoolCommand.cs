using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer pool</c>: one vocabulary of several.</summary>
internal static class TokenizerPoolCommand
{
    public static CommandEntry Entry { get; } = new(
        "pool", "Make one Unigram tokenizer of several, such as those of the chromosomes of a genome.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var tokenizers = TokenizerCompareCommand.Tokenizers();
        var output = new Option<string>("--output", "-o") { Description = "The tokenizer.json to write.", Required = true };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file." };
        var schema = new SettingsBinding().Add<TokenizerPoolSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenizer pool chr1.json chr2.json chr3.json --output genome.json",
                "omni tokenizer pool a.json b.json --merge inner --pooling median --renormalise --output shared.json",
            ],
        };
        command.Arguments.Add(tokenizers);
        command.Add(output, "Output");
        command.Add(overwrite, "Output");
        schema.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetValue(output)!;
            OverwriteCheck.Files(parsed.GetValue(overwrite), path);
            Pool(terminal, parsed.GetValue(tokenizers)!, schema.Read(parsed).Get<TokenizerPoolSettings>().ToOptions(), path);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    /// <summary>Pools tokenizers and tells how many tokens came out.</summary>
    internal static void Pool(Terminal terminal, IReadOnlyList<string> paths, PoolOptions options, string output)
    {
        AtomicFile.WriteText(output, TokenizerPool.Pool([.. paths.Select(path => OmniTokenizer.FromPretrained(path))], options));
        var pooled = OmniTokenizer.FromPretrained(output);
        terminal.Error.WriteLine($"{Plural.Count(pooled.VocabularySize, "token", format: "N0")} written to {output}");
    }
}
