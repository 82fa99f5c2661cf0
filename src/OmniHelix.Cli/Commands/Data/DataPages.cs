using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Reports;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>The flags with which a data command writes its result as a page too.</summary>
internal sealed class DataPages
{
    private readonly Option<string> report = new("--report")
    {
        Description = "Write the result as a page too: one HTML file that loads nothing.",
    };
    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Replace the page." };

    public void AddTo(OmniCommand command)
    {
        command.Add(report, "Output");
        command.Add(overwrite, "Output");
    }

    /// <summary>The page asked for; null for none. Asked before the work begins, so that it is not done in vain.</summary>
    /// <exception cref="UsageException">OH2031 the file exists; OH2032 its name promises something else.</exception>
    public DataPage? Read(ParseResult parsed, IEnumerable<string> data)
    {
        if (parsed.GetValue(report) is not { } path) return null;
        KnownFiles.Kinds.RequireName(path, "a page", KnownFiles.Html);
        OverwriteCheck.Files(parsed.GetValue(overwrite), path);
        return new DataPage(path, string.Join(", ", data.Select(NameOf)));
    }

    private static string NameOf(string path) =>
        path == "-" ? "standard input" : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}

/// <summary>A page to write.</summary>
/// <param name="Path">The file.</param>
/// <param name="Title">Folder or files that it tells of.</param>
internal sealed record DataPage(string Path, string Title)
{
    /// <summary>Writes it and says where.</summary>
    public void Write(Terminal terminal, HtmlReport report)
    {
        report.Write(Path);
        terminal.Error.WriteLine($"page written to {Path}");
    }
}
