using OmniHelix.Cli;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>What a command line of <c>omni genome</c> came to.</summary>
/// <param name="ExitCode">0 when it went well.</param>
/// <param name="Output">What it wrote to its output file.</param>
/// <param name="Messages">What it wrote to standard error.</param>
internal sealed record GenomeRun(int ExitCode, string Output, string Messages)
{
    /// <summary>The lines of the output, without an empty one at the end.</summary>
    public string[] Lines => Output.Length == 0 ? [] : Output.TrimEnd('\n').Split('\n');
}

/// <summary>The commands of <c>omni genome</c> as users call them, run within this process.</summary>
internal static class GenomeProgram
{
    /// <summary>Runs a command.</summary>
    /// <param name="words">What stands behind <c>omni genome</c>; the output goes to a file of its own.</param>
    public static GenomeRun Run(params IEnumerable<string> words)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var messages = new StringWriter();
            var terminal = new Terminal(messages, messages, outputIsTerminal: false, errorIsTerminal: false);
            string[] line = ["genome", .. words, "--output", path, "--overwrite"];
            var code = CommandShell.RunAsync(AllCommands.Catalog, line, terminal).GetAwaiter().GetResult();
            return new GenomeRun(code, File.ReadAllText(path), messages.ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
