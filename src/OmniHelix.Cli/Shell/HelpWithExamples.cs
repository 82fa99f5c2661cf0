using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OmniHelix.Cli.Shell;

/// <summary>The usual help, with the flags of a command under their headings, then examples that can be pasted.</summary>
/// <param name="help">The usual help.</param>
/// <param name="foreign">What other programs call our commands and flags, in lines for the help of the program.</param>
/// <param name="terminal">How wide lines may be.</param>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<string> foreign, Terminal terminal) : SynchronousCommandLineAction
{
    private const string Rest = "Other";

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
        if (parseResult.CommandResult.Command is RootCommand) WriteForeign(parseResult.InvocationConfiguration.Output);
        var examples = parseResult.CommandResult.Command switch
        {
            OmniCommand command => command.Examples,
            RootCommand => First,
            _ => [],
        };
        if (examples.Count == 0) return ExitCode.Done;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        // A shell goes on behind a backslash, so that a folded line can be copied.
        foreach (var example in examples) output.WriteLine(string.Join(" \\\n", Prose.Fold("  " + example, terminal.SummaryWidth - 2)));
        output.WriteLine();
        return ExitCode.Done;
    }

    private void WriteForeign(TextWriter output)
    {
        output.WriteLine("Names of other programs that are understood too:");
        foreach (var line in foreign.SelectMany(line => Prose.Fold("  " + line, terminal.SummaryWidth))) output.WriteLine(line);
        output.WriteLine();
    }

    // The usual help has one list of flags; its lines are put under the headings of their flags, in order of the first flag of each.
    private void WriteGrouped(ParseResult parseResult, OmniCommand command)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var usual = new StringWriter();
        configuration.Output = usual;
        help.Invoke(parseResult);
        configuration.Output = output;
        var lines = usual.ToString().TrimEnd().Split(Environment.NewLine);
        var list = Array.IndexOf(lines, "Options:");
        foreach (var line in lines[..list]) output.WriteLine(line);
        var heading = Rest;
        List<(string Heading, string Line)> flags = [];
        foreach (var line in lines[(list + 1)..])
        {
            if (line.StartsWith("  -", StringComparison.Ordinal)) heading = HeadingOf(line, command);
            flags.Add((heading, line));
        }
        foreach (var group in flags.GroupBy(flag => flag.Heading).OrderBy(group => group.Key == Rest))
        {
            output.WriteLine($"{group.Key}:");
            foreach (var (_, line) in group) output.WriteLine(line);
            output.WriteLine();
        }
    }

    private static string HeadingOf(string line, OmniCommand command)
    {
        var names = line.TrimStart().Split("  ")[0].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        // Of --a and -a the help shows one.
        return command.Headings.FirstOrDefault(h => h.Key.Aliases.Append(h.Key.Name).Any(names.Contains)).Value ?? Rest;
    }
}
