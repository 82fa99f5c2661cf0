using System.ComponentModel;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Files;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>What <c>omni genome jaccard</c> compares.</summary>
internal sealed record JaccardSettings
{
    [Description("One set of intervals: BED, GTF, GFF3 or VCF, plain or compressed; - is standard input.")]
    public string? A { get; init; }

    [Description("The other set.")]
    public string? B { get; init; }

    [Description("Write the result as JSON.")]
    public bool Json { get; init; }
}

/// <summary><c>omni genome jaccard</c>: how alike two sets of intervals are, as <c>bedtools jaccard</c> writes it.</summary>
internal static class GenomeJaccardCommand
{
    public static CommandEntry Entry { get; } = new(
        "jaccard", "Say how alike two sets of intervals are.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<JaccardSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni genome jaccard --a peaks1.bed --b peaks2.bed", "omni genome jaccard --a peaks1.bed --b peaks2.bed --json"],
        };
        schema.AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(Run(terminal, schema.Read(parsed))));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration)
    {
        var settings = configuration.Get<JaccardSettings>();
        var output = configuration.Get<OutputSettings>();
        if (settings.A is null || settings.B is null)
            throw new UsageException("OH2020", "two files are needed: --a and --b", "omni genome jaccard");
        output.Check("the figures", DataFileKinds.Tsv);
        var found = Coverage.Jaccard(Intervals(settings.A), Intervals(settings.B));
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            if (settings.Json)
            {
                writer.WriteLine(
                    OmniCommand.Json(new { found.Intersection, found.Union, Jaccard = found.Value, Intersections = found.Pieces }));
                return;
            }
            writer.WriteLine("intersection\tunion\tjaccard\tn_intersections");
            writer.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{found.Intersection}\t{found.Union}\t{found.Value:G6}\t{found.Pieces}"));
        });
        return ExitCode.Done;
    }

    private static List<GenomicInterval> Intervals(string path) => [.. IntervalLine.Read(path).Select(line => line.Interval)];
}
