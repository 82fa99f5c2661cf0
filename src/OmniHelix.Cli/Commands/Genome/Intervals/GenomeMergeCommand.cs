using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>How <c>omni genome merge</c> joins; the flags of <c>bedtools merge</c>.</summary>
internal sealed record MergeSettings
{
    [Description("Most bases between two intervals that are joined; a negative number asks for an overlap of so many bases.")]
    [Range(-(1L << 40), 1L << 40)]
    public long Distance { get; init; }

    [Description("Join intervals of the same strand only.")]
    public bool SameStrand { get; init; }

    [Description("Columns of the lines that are summarised, from 1: 4,5.")]
    public string? Columns { get; init; }

    [Description("What becomes of each of them: sum, min, max, mean, median, count, count_distinct, distinct, collapse, first or last;"
        + " one for all, or one for each.")]
    public string? Operations { get; init; }
}

/// <summary><c>omni genome merge</c>: intervals that overlap or lie near each other as one, as <c>bedtools merge</c> writes them.</summary>
internal static class GenomeMergeCommand
{
    private const string Name = "omni genome merge";

    public static CommandEntry Entry { get; } = new(
        "merge", "Join intervals that overlap or lie near each other.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        // -o belongs to the operations, as in bedtools.
        var schema = new SettingsBinding().Add<InputSettings>().Add<MergeSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome merge --input peaks.bed > merged.bed",
                "omni genome merge --input peaks.bed.gz --distance 100 --columns 4,5 --operations collapse,max --output merged.bed.gz",
            ],
        };
        schema.AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(Run(terminal, schema.Read(parsed))));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration)
    {
        var settings = configuration.Get<MergeSettings>();
        var output = configuration.Get<OutputSettings>();
        var summaries = ColumnSummary.Read(settings.Columns, settings.Operations, Name);
        output.Check();
        List<IntervalLine> lines = [.. IntervalLine.Read(configuration.Get<InputSettings>().Input)];
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            foreach (var merged in IntervalMerge.Merge([.. lines.Select(line => line.Interval)], settings.Distance, settings.SameStrand))
            {
                writer.Write(IntervalLine.Place(merged.Interval));
                foreach (var summary in summaries) writer.Write($"\t{summary.Of(merged.Members.Select(member => lines[member]))}");
                writer.WriteLine();
            }
        });
        return ExitCode.Done;
    }
}
