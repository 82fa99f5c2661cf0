using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OmniHelix.Cli.Shell;

/// <summary>The usual help, with the flags of a command under their headings, then examples that can be pasted.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly string[] First =
    [
        "omni demo                 learns RNA structure from shipped data in a few minutes and writes a report",
        "omni doctor               shows what was found on this machine and what is slow",
        "omni COMMAND --help       flags and examples of one command",
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is OmniCommand { Headings.Count: > 0 } grouped) WriteGrouped(parseResult, grouped);
        else help.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command switch
        {
            OmniCommand command => command.Examples,
            RootCommand => First,
            _ => [],
        };
        if (examples.Count == 0) return ExitCode.Done;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine("  " + example);
        output.WriteLine();
        return ExitCode.Done;
    }

    // The usual help has one list of flags; headings go between the lines of the first flag of each group.
    private void WriteGrouped(ParseResult parseResult, OmniCommand command)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var usual = new StringWriter();
        configuration.Output = usual;
        help.Invoke(parseResult);
        configuration.Output = output;
        string? heading = null;
        foreach (var line in usual.ToString().TrimEnd().Split(Environment.NewLine))
        {
            if (line == "Options:") continue;
            if (line.StartsWith("  -", StringComparison.Ordinal) && HeadingOf(line, command) is var next && next != heading)
            {
                output.WriteLine(heading is null ? $"{next}:" : $"{Environment.NewLine}{next}:");
                heading = next;
            }
            output.WriteLine(line);
        }
        output.WriteLine();
    }

    private static string HeadingOf(string line, OmniCommand command)
    {
        var names = line.TrimStart().Split("  ")[0].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return command.Headings.FirstOrDefault(h => names.Contains(h.Key.Name)).Value ?? "Other";
    }
}
