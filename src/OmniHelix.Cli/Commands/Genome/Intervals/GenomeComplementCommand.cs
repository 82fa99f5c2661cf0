using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>
/// <c>omni genome complement</c>: the stretches of a genome between intervals, as <c>bedtools complement</c> writes them.
/// </summary>
internal static class GenomeComplementCommand
{
    public static CommandEntry Entry { get; } = new(
        "complement", "Write the stretches of a genome that no interval covers.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<InputSettings>().Add<ContigSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni genome complement --input genes.bed --genome hs37d5.fa.fai > between-genes.bed"],
        };
        schema.AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(Run(terminal, schema.Read(parsed))));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration)
    {
        var output = configuration.Get<OutputSettings>();
        output.Check();
        var contigs = configuration.Get<ContigSettings>().Lengths("omni genome complement");
        List<GenomicInterval> covered = [.. IntervalLine.Read(configuration.Get<InputSettings>().Input).Select(line => line.Interval)];
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            foreach (var gap in Subtraction.Complement(covered, contigs)) writer.WriteLine(IntervalLine.Place(gap));
        });
        return ExitCode.Done;
    }
}
