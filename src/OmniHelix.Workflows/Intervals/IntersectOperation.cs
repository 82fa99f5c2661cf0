using System.Globalization;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>Overlaps between two files, as <c>bedtools intersect</c> and <c>window</c> write them.</summary>
public sealed class IntersectOperation : IIntervalOperation
{
    private readonly OverlapOptions overlap;
    private readonly OverlapRule rule;
    private readonly IntersectOptions options;

    /// <exception cref="UsageException">OH2020 a file is missing; OH2021 values that exclude each other.</exception>
    public IntersectOperation(OverlapOptions overlap, IntersectOptions options)
    {
        this.overlap = overlap;
        this.options = options;
        rule = overlap.Rule();
        options.Check(overlap);
    }

    /// <inheritdoc/>
    public IntervalForm Form() => options.HasMoreColumns
        ? IntervalForm.LongerLinesOf(overlap.A!)
        : IntervalForm.LinesOf(overlap.A!);

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var second = IntervalSet.Read(overlap.B!);
        var hits = new List<int>();
        var read = 0L;
        foreach (var line in IntervalLine.Read(overlap.A!))
        {
            cancellation.ThrowIfCancellationRequested();
            if (options.Within is { } bases) Extension.FindNear(line.Interval, Extent.Both(bases), second.Index, rule.Strands, hits);
            else Intersection.Find(line.Interval, second.Index, rule, hits);
            Write(output, line, hits, second.Lines);
            progress?.Report(++read);
        }
    }

    private void Write(TextWriter output, IntervalLine line, List<int> hits, IReadOnlyList<IntervalLine> second)
    {
        if (options.IsOfA)
        {
            if (options.Count) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Text}\t{hits.Count}"));
            else if (hits.Count > 0 == options.Unique) output.WriteLine(line.Text);
            return;
        }
        if (hits.Count == 0 && options.KeepsAll)
            output.WriteLine($"{line.Text}\t{IntervalLine.Nothing(second)}{(options.HasBases ? "\t0" : "")}");
        foreach (var hit in hits)
        {
            var other = second[hit];
            var both = options.IsOfBoth;
            output.Write(both || options.WriteA ? line.Text : line.With(Intersection.Shared(line.Interval, other.Interval)));
            if (both || options.WriteB) output.Write($"\t{other.Text}");
            if (options.HasBases)
                output.Write(string.Create(CultureInfo.InvariantCulture, $"\t{Intersection.SharedBases(line.Interval, other.Interval)}"));
            output.WriteLine();
        }
    }
}
