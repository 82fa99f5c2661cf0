using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Settings;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>What all commands have in common that read intervals and write lines.</summary>
internal static class IntervalCommand
{
    /// <summary>Makes such a command.</summary>
    /// <param name="terminal">Its output has the lines when no file is named.</param>
    /// <param name="entry">The command.</param>
    /// <param name="schema">Its settings; where lines go is added.</param>
    /// <param name="operation">What is done.</param>
    /// <param name="examples">Whole command lines, most usual first.</param>
    public static OmniCommand Create(
        Terminal terminal,
        CommandEntry entry,
        SettingsBinding schema,
        Func<ResolvedSettings, IIntervalOperation> operation,
        params IReadOnlyList<string> examples)
    {
        var command = new OmniCommand(entry.Name, entry.Description) { Examples = examples };
        schema.Add<OutputOptions>().AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = schema.Read(parsed);
            var work = operation(settings);
            var output = settings.Get<OutputOptions>();
            if (output.Output is not null) output.Check(work.Form());
            using var progress = CommandOutput.Progress(terminal, output.Output, "intervals");
            CommandOutput.WriteText(terminal, output.Output, writer => work.Write(writer, progress, cancellation));
            if (work.Beyond > 0)
                terminal.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"note {work.Beyond:#,0} {(work.Beyond == 1 ? "interval reaches" : "intervals reach")} beyond the contig and"
                        + $" {(work.Beyond == 1 ? "was" : "were")} cut there; do intervals and genome belong to the same assembly?"));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
