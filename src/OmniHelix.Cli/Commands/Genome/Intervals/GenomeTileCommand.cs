using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>How <c>omni genome tile</c> cuts.</summary>
internal sealed record TileSettings
{
    [Description("Cut these intervals, instead of whole contigs.")]
    public string? Bed { get; init; }

    [Description("Bases of a window; the last of an interval may be shorter.")]
    [Range(1L, 1L << 40)]
    public long? Window { get; init; }

    [Description("Bases from the start of a window to the start of the next; by default those of a window.")]
    [Range(1L, 1L << 40)]
    public long? Step { get; init; }
}

/// <summary><c>omni genome tile</c>: windows over contigs or intervals, as <c>bedtools makewindows</c> writes them.</summary>
internal static class GenomeTileCommand
{
    private const string Name = "omni genome tile";

    public static CommandEntry Entry { get; } =
        new("tile", "Write windows over contigs or intervals.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<ContigSettings>().Add<TileSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome tile --genome hs37d5.fa.fai --window 1000000 > windows.bed",
                "omni genome tile --bed genes.bed --window 500 --step 250 --output windows.bed.gz",
            ],
        };
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(terminal, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var settings = configuration.Get<TileSettings>();
        var contigs = configuration.Get<ContigSettings>();
        var output = configuration.Get<OutputSettings>();
        if (settings.Window is not { } size)
            throw new UsageException("OH2020", "--window is needed: how many bases has a window?", Name);
        if (settings.Bed is not null && contigs.Genome is not null)
            throw new UsageException("OH2021", "--bed and --genome exclude each other", Name);
        output.Check();
        var whole = settings.Bed is { } bed ? IntervalLine.Read(bed).Select(line => line.Interval) : contigs.Lengths(Name).Whole();
        using var progress = CommandOutput.Progress(terminal, output.Output, "windows");
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            var written = 0L;
            foreach (var window in whole.SelectMany(interval => Tiling.Windows(interval, size, settings.Step ?? size)))
            {
                cancellation.ThrowIfCancellationRequested();
                writer.WriteLine(IntervalLine.Place(window));
                progress?.Report(++written);
            }
        });
        return ExitCode.Done;
    }
}
