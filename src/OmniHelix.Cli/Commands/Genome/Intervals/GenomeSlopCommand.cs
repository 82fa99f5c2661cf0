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
        "slop", "Make intervals longer, up to the ends of contigs.", Create);

    public static CommandEntry Flank { get; } = new("flank", "Write the stretches beside intervals.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<InputSettings>().Add<ContigSettings>().Add<ExtentSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                $"omni genome {entry.Name} --input peaks.bed --genome hs37d5.fa.fai --both 500 > wider.bed",
                $"omni genome {entry.Name} --input tss.bed --genome hs37d5.fa --left 2000 --right 500 --by-strand > promoters.bed",
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
