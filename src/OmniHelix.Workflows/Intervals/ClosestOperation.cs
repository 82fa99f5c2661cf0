using System.Globalization;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>The nearest intervals, as <c>bedtools closest</c> writes them.</summary>
/// <param name="options">Files and what is written.</param>
/// <exception cref="UsageException">OH2020 a file is missing; OH2021 values that exclude each other.</exception>
public sealed class ClosestOperation(ClosestOptions options) : IIntervalOperation
{
    private readonly StrandRule strands = options.Strands();

    /// <inheritdoc/>
    public IntervalForm Form() => IntervalForm.LongerLinesOf(options.A!);

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var second = IntervalSet.Read(options.B!);
        var read = 0L;
        foreach (var line in IntervalLine.Read(options.A!))
        {
            cancellation.ThrowIfCancellationRequested();
            Write(output, line, Nearest.Find(line.Interval, second.Index, strands, options.IgnoreOverlaps), second);
            progress?.Report(++read);
        }
    }

    private void Write(TextWriter output, IntervalLine line, IReadOnlyList<Neighbour> found, IntervalSet second)
    {
        var hasDistance = options.Distance || options.SignedDistance is not null;
        if (found.Count == 0) output.WriteLine($"{line.Text}\t{IntervalLine.Nothing(second.Lines)}{(hasDistance ? "\t-1" : "")}");
        // Where distances have a sign, what lies upstream goes before what lies downstream (bedtools 2.30); equal ones keep their order.
        var ordered = found.OrderBy(neighbour => Signed(neighbour.Distance, line.Interval, second.Lines[neighbour.Index].Interval));
        var written = options.Ties switch
        {
            NeighbourTies.First => ordered.Take(1),
            NeighbourTies.Last => ordered.TakeLast(1),
            _ => ordered,
        };
        foreach (var neighbour in written)
        {
            var other = second.Lines[neighbour.Index];
            output.Write($"{line.Text}\t{other.Text}");
            if (hasDistance)
                output.Write(string.Create(
                    CultureInfo.InvariantCulture, $"\t{Signed(neighbour.Distance, line.Interval, other.Interval)}"));
            output.WriteLine();
        }
    }

    private long Signed(long distance, GenomicInterval a, GenomicInterval b)
    {
        if (options.SignedDistance is not { } sign || distance == 0) return distance;
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
