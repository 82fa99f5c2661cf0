using System.ComponentModel;

namespace OmniHelix.Workflows.Intervals;

/// <summary>One file of intervals.</summary>
[Category("Input")]
public sealed record IntervalInput
{
    /// <summary>The file.</summary>
    [Description("The intervals: BED, GTF, GFF3 or VCF, plain or compressed; - is standard input.")]
    public string Input { get; init; } = "-";
}
