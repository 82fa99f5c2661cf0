using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary><c>omni genome sort</c>: intervals by contig and start, as <c>bedtools sort</c> writes them.</summary>
internal static class GenomeSortCommand
{
    public static CommandEntry Entry { get; } = new("sort", "Sort intervals by contig and start.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<InputSettings>().Add<ContigSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome sort --input peaks.bed --output peaks.sorted.bed.gz",
                "omni genome sort --input genes.gtf --genome hs37d5.fa.fai | bgzip > genes.sorted.gtf.gz",
            ],
        };
        schema.AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(Run(terminal, schema.Read(parsed))));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration)
    {
        var output = configuration.Get<OutputSettings>();
        output.Check();
        var contigs = configuration.Get<ContigSettings>();
        var names = contigs.Genome is null ? null : contigs.Lengths("omni genome sort").Names;
        List<IntervalLine> lines = [.. IntervalLine.Read(configuration.Get<InputSettings>().Input)];
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            foreach (var i in IntervalOrder.Sort([.. lines.Select(line => line.Interval)], names)) writer.WriteLine(lines[i].Text);
        });
        return ExitCode.Done;
    }
}
