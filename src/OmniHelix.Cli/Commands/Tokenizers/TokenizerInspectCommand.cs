using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer inspect</c>: what a tokenizer is made of.</summary>
internal static class TokenizerInspectCommand
{
    public static CommandEntry Entry { get; } = new(
        "inspect", "Show steps, special tokens, limits, lengths and scores of a tokenizer, and tokens that no text gives.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var tokenizer = new Argument<string>("TOKENIZER")
        {
            Description = "A tokenizer.json, the folder of a tokenizer or model, or the name of a shipped model.",
        };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni tokenizer inspect tokens.json", "omni tokenizer inspect omnihelix-rna-1m --json"],
        };
        command.Arguments.Add(tokenizer);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var inspection = TokenizerInspection.Of(parsed.GetValue(tokenizer)!);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(inspection.ToJson()));
            else TokenizerPrinter.Print(terminal.Summary, inspection);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
