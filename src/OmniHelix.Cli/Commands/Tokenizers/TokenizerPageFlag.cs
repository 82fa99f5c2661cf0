using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary>The flag with which a command writes a tokenizer as a page too.</summary>
internal sealed class TokenizerPageFlag
{
    private readonly Option<string?> report = new("--report")
    {
        Description = "Write the tokenizer as a page: one HTML file that loads nothing.",
    };

    public void AddTo(OmniCommand command) => command.Add(report, "Output");

    /// <summary>Refuses a page that is there, before the work begins.</summary>
    /// <exception cref="UsageException">OH2031 the file exists; OH2032 its name promises something else.</exception>
    public void Check(ParseResult parsed, bool overwrite)
    {
        if (parsed.GetValue(report) is not { } path) return;
        KnownFiles.Kinds.RequireName(path, "a page", KnownFiles.Html);
        OverwriteCheck.Files(overwrite, path);
    }

    /// <summary>Writes the page, where one is asked for, and says where.</summary>
    public void Write(ParseResult parsed, Terminal terminal, TokenizerInspection inspection)
    {
        if (parsed.GetValue(report) is not { } path) return;
        TokenizerPage.Compose(Path.GetFileName(Path.TrimEndingDirectorySeparator(inspection.Name)), inspection).Write(path);
        terminal.Error.WriteLine($"page written to {path}");
    }
}
