using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Cli.Output;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>
/// <c>omni genome intersect</c>: overlaps between two files of intervals, as <c>bedtools intersect</c> and <c>window</c> write them.
/// </summary>
internal static class GenomeIntersectCommand
{
    private const string Name = "omni genome intersect";

    public static CommandEntry Entry { get; } = new(
        "intersect", "Find overlaps between two files of intervals.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<OverlapSettings>().Add<IntersectSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome intersect --a peaks.bed --b genes.gtf.gz --unique > peaks-in-genes.bed",
                "omni genome intersect --a peaks.bed --b blacklist.bed.gz --invert --output clean.bed.gz",
                "omni genome intersect --a calls.vcf.gz --b exons.bed --write-overlap",
                "omni genome intersect --a peaks.bed --b genes.bed --within 1000 --same-strand",
            ],
        };
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(terminal, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var overlap = configuration.Get<OverlapSettings>();
        var settings = configuration.Get<IntersectSettings>();
        var output = configuration.Get<OutputSettings>();
        overlap.Check(Name);
        settings.Check(Name, overlap);
        output.Check();
        var second = overlap.Second();
        var rule = overlap.Rule();
        var hits = new List<int>();
        using var progress = CommandOutput.Progress(terminal, output.Output, "intervals");
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            var read = 0L;
            foreach (var line in IntervalLine.Read(overlap.A!))
            {
                cancellation.ThrowIfCancellationRequested();
                if (settings.Within is { } bases) Extension.FindNear(line.Interval, Extent.Both(bases), second.Index, rule.Strands, hits);
                else Intersection.Find(line.Interval, second.Index, rule, hits);
                Write(writer, line, hits, second.Lines, settings);
                progress?.Report(++read);
            }
        });
        return ExitCode.Done;
    }

    private static void Write(
        TextWriter writer, IntervalLine line, List<int> hits, IReadOnlyList<IntervalLine> second, IntersectSettings settings)
    {
        if (settings.IsOfA)
        {
            if (settings.Count) writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Text}\t{hits.Count}"));
            else if (hits.Count > 0 == settings.Unique) writer.WriteLine(line.Text);
            return;
        }
        if (hits.Count == 0 && settings.KeepsAll)
            writer.WriteLine($"{line.Text}\t{IntervalLine.Nothing(second)}{(settings.HasBases ? "\t0" : "")}");
        foreach (var hit in hits)
        {
            var other = second[hit];
            var both = settings.IsOfBoth;
            writer.Write(both || settings.WriteA ? line.Text : line.With(Intersection.Shared(line.Interval, other.Interval)));
            if (both || settings.WriteB) writer.Write($"\t{other.Text}");
            if (settings.HasBases)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"\t{Intersection.SharedBases(line.Interval, other.Interval)}"));
            writer.WriteLine();
        }
    }
}
