using System.ComponentModel;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>Which of several neighbours at the same distance are written.</summary>
internal enum NeighbourTies
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>The first of the file of B.</summary>
    First,

    /// <summary>The last of the file of B.</summary>
    Last,
}

/// <summary>By what distances upstream are negative.</summary>
internal enum DistanceSign
{
    /// <summary>The contig: to the left is negative.</summary>
    Ref,

    /// <summary>The strand of the interval of A.</summary>
    A,

    /// <summary>The strand of the interval of B.</summary>
    B,
}

/// <summary>What <c>omni genome closest</c> looks for.</summary>
internal sealed record ClosestSettings
{
    [Description("The intervals that are asked about: BED, GTF, GFF3 or VCF, plain or compressed; - is standard input.")]
    public string? A { get; init; }

    [Description("The intervals among which neighbours are looked for; read into memory.")]
    public string? B { get; init; }

    [Description("Write the distance too: 0 for an overlap, 1 for intervals that touch, -1 where there is none.")]
    public bool Distance { get; init; }

    [Description("Write the distance with a sign: negative is upstream, by the contig (ref), or by the strand of a or b.")]
    public DistanceSign? SignedDistance { get; init; }

    [Description("Pass over intervals that overlap.")]
    public bool IgnoreOverlaps { get; init; }

    [Description("What is written of several at the same distance.")]
    public NeighbourTies Ties { get; init; }

    [Description("Only neighbours on the same strand.")]
    public bool SameStrand { get; init; }

    [Description("Only neighbours on the opposite strand.")]
    public bool OppositeStrand { get; init; }

    /// <summary>How strands have to agree.</summary>
    /// <exception cref="UsageException">OH2020 a file is missing; OH2021 two flags exclude each other.</exception>
    public StrandRule Check(string command)
    {
        if (A is null || B is null) throw new UsageException("OH2020", "two files are needed: --a and --b", command);
        if (SameStrand && OppositeStrand)
            throw new UsageException("OH2021", "--same-strand and --opposite-strand exclude each other", command);
        return SameStrand ? StrandRule.Same : OppositeStrand ? StrandRule.Opposite : StrandRule.Any;
    }
}

/// <summary><c>omni genome closest</c>: the nearest intervals, as <c>bedtools closest</c> writes them.</summary>
internal static class GenomeClosestCommand
{
    public static CommandEntry Entry { get; } = new(
        "closest", "Find the nearest interval of another file.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<ClosestSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome closest --a peaks.bed --b genes.gtf.gz --distance --ties first",
                "omni genome closest --a peaks.bed --b tss.bed --signed-distance b --ignore-overlaps",
            ],
        };
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(terminal, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var settings = configuration.Get<ClosestSettings>();
        var output = configuration.Get<OutputSettings>();
        var strands = settings.Check("omni genome closest");
        output.Check();
        var second = new IntervalSet([.. IntervalLine.Read(settings.B!)]);
        using var progress = CommandOutput.Progress(terminal, output.Output, "intervals");
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            var read = 0L;
            foreach (var line in IntervalLine.Read(settings.A!))
            {
                cancellation.ThrowIfCancellationRequested();
                Write(writer, line, Nearest.Find(line.Interval, second.Index, strands, settings.IgnoreOverlaps), second, settings);
                progress?.Report(++read);
            }
        });
        return ExitCode.Done;
    }

    private static void Write(
        TextWriter writer, IntervalLine line, IReadOnlyList<Neighbour> found, IntervalSet second, ClosestSettings settings)
    {
        var hasDistance = settings.Distance || settings.SignedDistance is not null;
        if (found.Count == 0) writer.WriteLine($"{line.Text}\t{IntervalLine.Nothing(second.Lines)}{(hasDistance ? "\t-1" : "")}");
        var written = settings.Ties switch { NeighbourTies.First => found.Take(1), NeighbourTies.Last => found.TakeLast(1), _ => found };
        foreach (var neighbour in written)
        {
            var other = second.Lines[neighbour.Index];
            writer.Write($"{line.Text}\t{other.Text}");
            if (hasDistance)
                writer.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"\t{Signed(neighbour.Distance, line.Interval, other.Interval, settings.SignedDistance)}"));
            writer.WriteLine();
        }
    }

    private static long Signed(long distance, GenomicInterval a, GenomicInterval b, DistanceSign? sign)
    {
        if (sign is null || distance == 0) return distance;
        var isLeft = b.Start < a.Start;
        var isUpstream = sign switch
        {
            DistanceSign.A => isLeft != (a.Strand == Strand.Reverse),
            // Where B lies to the right of A, A lies to the left of B.
            DistanceSign.B => !isLeft == (b.Strand != Strand.Reverse),
            _ => isLeft,
        };
        return isUpstream ? -distance : distance;
    }
}
