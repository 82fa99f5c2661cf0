using System.ComponentModel;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>What is taken away.</summary>
[Category("Lines")]
public sealed record SubtractOptions
{
    /// <summary>The whole interval instead of what is covered.</summary>
    [Description("Leave out every interval of A that has an overlap, instead of cutting it.")]
    public bool RemoveWhole { get; init; }
}

/// <summary>What is left of intervals, as <c>bedtools subtract</c> writes it.</summary>
public sealed class SubtractOperation : IIntervalOperation
{
    private readonly OverlapOptions overlap;
    private readonly OverlapRule rule;
    private readonly SubtractOptions options;

    /// <exception cref="UsageException">OH2020 a file is missing; OH2021 values that exclude each other.</exception>
    public SubtractOperation(OverlapOptions overlap, SubtractOptions options)
    {
        this.overlap = overlap;
        this.options = options;
        rule = overlap.Rule();
    }

    /// <inheritdoc/>
    public IntervalForm Form() => IntervalForm.LinesOf(overlap.A!);

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var index = IntervalSet.Read(overlap.B!).Index;
        var hits = new List<int>();
        var read = 0L;
        foreach (var line in IntervalLine.Read(overlap.A!))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(++read);
            Intersection.Find(line.Interval, index, rule, hits);
            if (options.RemoveWhole && hits.Count > 0) continue;
            foreach (var piece in Subtraction.Subtract(line.Interval, index, rule)) output.WriteLine(line.With(piece));
        }
    }
}
