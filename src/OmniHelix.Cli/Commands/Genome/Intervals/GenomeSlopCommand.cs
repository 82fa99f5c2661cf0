using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>
/// <c>omni genome slop</c> and <c>flank</c>: intervals made longer, and the stretches beside them, as bedtools writes them.
/// </summary>
internal static class GenomeSlopCommand
{
    public static CommandEntry Slop { get; } = new(
        "slop", "Make intervals longer, up to the ends of contigs (flags of bedtools slop).", Create);

    public static CommandEntry Flank { get; } = new("flank", "Write the stretches beside intervals (flags of bedtools flank).", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = ContigSettings.AddTo(new SettingsBinding().Add<InputSettings>()).Add<ExtentSettings>().Add<OutputSettings>()
            .Alias("--input", "-i").Alias("--both", "-b").Alias("--left", "-l").Alias("--right", "-r").Alias("--by-strand", "-s")
                .Alias("--output", "-o");
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                $"omni genome {entry.Name} -i peaks.bed -g hs37d5.fa.fai -b 500 > wider.bed",
                $"omni genome {entry.Name} -i tss.bed -g hs37d5.fa -l 2000 -r 500 -s --output promoters.bed.gz",
            ],
        };
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(terminal, entry.Name, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string name, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var place = $"omni genome {name}";
        var extent = configuration.Get<ExtentSettings>().Extent(place);
        var output = configuration.Get<OutputSettings>();
        output.Check();
        var contigs = configuration.Get<ContigSettings>().Lengths(place);
        using var progress = CommandOutput.Progress(terminal, output.Output, "intervals");
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            var read = 0L;
            foreach (var line in IntervalLine.Read(configuration.Get<InputSettings>().Input))
            {
                cancellation.ThrowIfCancellationRequested();
                var length = contigs[contigs.Names.IndexOf(line.Interval.Contig)];
                if (name == Slop.Name) writer.WriteLine(line.With(Extension.Slop(line.Interval, extent, length)));
                else
                    foreach (var beside in Extension.Flank(line.Interval, extent, length)) writer.WriteLine(line.With(beside));
                progress?.Report(++read);
            }
        });
        return ExitCode.Done;
    }
}
