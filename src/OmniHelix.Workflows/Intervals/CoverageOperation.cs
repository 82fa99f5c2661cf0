using System.ComponentModel;
using System.Globalization;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>What is written of a coverage.</summary>
[Category("Lines")]
public sealed record CoverageOptions
{
    /// <summary>The number of overlaps alone.</summary>
    [Description("Write only how many intervals of B overlap.")]
    public bool Counts { get; init; }
}

/// <summary>How much of intervals others cover, as <c>bedtools coverage</c> writes it.</summary>
public sealed class CoverageOperation : IIntervalOperation
{
    private readonly OverlapOptions overlap;
    private readonly OverlapRule rule;
    private readonly CoverageOptions options;

    /// <exception cref="UsageException">OH2020 a file is missing; OH2021 values that exclude each other.</exception>
    public CoverageOperation(OverlapOptions overlap, CoverageOptions options)
    {
        this.overlap = overlap;
        this.options = options;
        rule = overlap.Rule();
    }

    /// <inheritdoc/>
    public IntervalForm Form() => IntervalForm.LongerLinesOf(overlap.A!);

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var index = IntervalSet.Read(overlap.B!).Index;
        var read = 0L;
        foreach (var line in IntervalLine.Read(overlap.A!))
        {
            cancellation.ThrowIfCancellationRequested();
            var found = Coverage.Of(line.Interval, index, rule);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{line.Text}\t{found.Overlaps}"));
            if (!options.Counts)
                output.Write(
                    string.Create(CultureInfo.InvariantCulture, $"\t{found.Covered}\t{found.Length}\t{found.Fraction:0.0000000}"));
            output.WriteLine();
            progress?.Report(++read);
        }
    }
}
