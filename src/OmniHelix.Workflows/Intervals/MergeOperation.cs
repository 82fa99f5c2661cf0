using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>What is joined, and what of its lines is summarised.</summary>
[Category("Merging")]
public sealed record MergeOptions
{
    /// <summary>Most bases between two that are joined; negative for overlaps of so many bases.</summary>
    [Description("Most bases between two intervals that are joined; a negative number asks for an overlap of so many bases.")]
    [Range(-(1L << 40), 1L << 40)]
    public long Distance { get; init; }

    /// <summary>Strands stay apart.</summary>
    [Description("Join intervals of the same strand only.")]
    public bool SameStrand { get; init; }

    /// <summary>Columns to summarise, from 1, separated by commas; null for none.</summary>
    [Description("Columns of the lines that are summarised, from 1: 4,5.")]
    public string? Columns { get; init; }

    /// <summary>How: one operation, or one for each column.</summary>
    [Description("What becomes of each of them: sum, min, max, mean, median, count, count_distinct, distinct, collapse, first or last;"
        + " one for all, or one for each.")]
    public string? Operations { get; init; }
}

/// <summary>Intervals that overlap or lie near each other as one, as <c>bedtools merge</c> writes them.</summary>
/// <param name="input">The intervals.</param>
/// <param name="options">How they are joined.</param>
/// <exception cref="UsageException">OH2013, OH2016, OH2021: columns or operations that cannot be read or do not fit.</exception>
public sealed class MergeOperation(IntervalInput input, MergeOptions options) : IIntervalOperation
{
    private readonly IReadOnlyList<ColumnSummary> summaries = ColumnSummary.Read(options.Columns, options.Operations);

    /// <inheritdoc/>
    public IntervalForm Form() => IntervalForm.Bed;

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        List<IntervalLine> lines = [.. IntervalLine.Read(input.Input)];
        var file = input.Input == "-" ? "standard input" : input.Input;
        var written = 0L;
        foreach (var merged in IntervalMerge.Merge([.. lines.Select(line => line.Interval)], options.Distance, options.SameStrand))
        {
            cancellation.ThrowIfCancellationRequested();
            // All of a line, or nothing.
            IntervalLine[] members = [.. merged.Members.Select(member => lines[member])];
            output.WriteLine(string.Join('\t', summaries.Select(s => s.Of(members, file)).Prepend(IntervalLine.Place(merged.Interval))));
            progress?.Report(++written);
        }
    }
}
