using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OmniHelix.Cli.Shell;

/// <summary>The usual help, then examples that can be pasted.</summary>
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
        help.Invoke(parseResult);
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
}
