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
        var page = new TokenizerPageFlag();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the page." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenizer inspect tokens.json --report tokens.html",
                "omni tokenizer inspect models/omnihelix-rna-1m --json",
            ],
        };
        command.Arguments.Add(tokenizer);
        page.AddTo(command);
        command.Add(overwrite, "Output");
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            page.Check(parsed, parsed.GetValue(overwrite));
            var inspection = TokenizerInspection.Of(parsed.GetValue(tokenizer)!);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(inspection.ToJson()));
            else TokenizerPrinter.Print(terminal.Summary, inspection);
            page.Write(parsed, terminal, inspection);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
