using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OmniHelix.Workflows.Intervals;

/// <summary>What is written of each overlap.</summary>
[Category("Lines")]
public sealed record IntersectOptions
{
    /// <summary>The line of A, not the shared part.</summary>
    [Description("Write the line of A, not the shared part.")]
    public bool WriteA { get; init; }

    /// <summary>The line of B too.</summary>
    [Description("Write the line of B too.")]
    public bool WriteB { get; init; }

    /// <summary>Both lines and how many bases they share.</summary>
    [Description("Write both lines and the number of bases they share.")]
    public bool WriteOverlap { get; init; }

    /// <summary>The same, and lines of A without an overlap.</summary>
    [Description("The same, and lines of A without an overlap.")]
    public bool WriteAllOverlaps { get; init; }

    /// <summary>Both lines, and lines of A without an overlap.</summary>
    [Description("Write both lines, and lines of A without an overlap.")]
    public bool LeftOuterJoin { get; init; }

    /// <summary>Lines of A that have an overlap.</summary>
    [Description("Write each line of A that has an overlap, once.")]
    public bool Unique { get; init; }

    /// <summary>Lines of A that have none.</summary>
    [Description("Write each line of A that has none.")]
    public bool Invert { get; init; }

    /// <summary>Lines of A with the number of their overlaps.</summary>
    [Description("Write each line of A and how many overlaps it has.")]
    public bool Count { get; init; }

    /// <summary>What lies so many bases from A counts as an overlap.</summary>
    [Description("Make intervals of A longer by so many bases on both sides before they are compared; both lines are written.")]
    [Range(0L, 1L << 40)]
    public long? Within { get; init; }

    internal bool IsOfA => Unique || Invert || Count;

    internal bool IsOfBoth => WriteOverlap || WriteAllOverlaps || LeftOuterJoin || Within is not null;

    internal bool HasMoreColumns => Count || IsOfBoth || WriteB;

    internal bool KeepsAll => WriteAllOverlaps || LeftOuterJoin;

    internal bool HasBases => WriteOverlap || WriteAllOverlaps;

    /// <summary>Says which values exclude each other.</summary>
    /// <exception cref="UsageException">OH2021.</exception>
    internal void Check(OverlapOptions overlap)
    {
        (bool IsSaid, string Flag)[] forms =
        [
            (Unique, "--unique"), (Invert, "--invert"), (Count, "--count"), (WriteOverlap, "--write-overlap"),
            (WriteAllOverlaps, "--write-all-overlaps"), (LeftOuterJoin, "--left-outer-join"),
            (WriteA || WriteB, "--write-a with --write-b"),
        ];
        string[] said = [.. forms.Where(form => form.IsSaid).Select(form => form.Flag)];
        if (said.Length > 1)
            throw new UsageException("OH2021", $"{string.Join(", ", said)} exclude each other: one form of output at a time");
        if (Within is not null && (HasBases || overlap.FractionA > 0 || overlap.FractionB > 0))
            throw new UsageException(
                "OH2021",
                "--within excludes --write-overlap, --write-all-overlaps, --fraction-a and --fraction-b: what lies near shares no bases");
    }
}
