using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>What <c>omni genome intersect</c> writes of each overlap; the flags of <c>bedtools intersect</c> and <c>window</c>.</summary>
internal sealed record IntersectSettings
{
    [Description("Write the line of A, not the shared part.")]
    public bool WriteA { get; init; }

    [Description("Write the line of B too.")]
    public bool WriteB { get; init; }

    [Description("Write both lines and the number of bases they share.")]
    public bool WriteOverlap { get; init; }

    [Description("The same, and lines of A without an overlap.")]
    public bool WriteAllOverlaps { get; init; }

    [Description("Write both lines, and lines of A without an overlap.")]
    public bool LeftOuterJoin { get; init; }

    [Description("Write each line of A that has an overlap, once.")]
    public bool Unique { get; init; }

    [Description("Write each line of A that has none.")]
    public bool Invert { get; init; }

    [Description("Write each line of A and how many overlaps it has.")]
    public bool Count { get; init; }

    [Description("Make intervals of A longer by so many bases on both sides before they are compared; both lines are written.")]
    [Range(0L, 1L << 40)]
    public long? Within { get; init; }

    /// <summary>Whether lines of A come alone.</summary>
    public bool IsOfA => Unique || Invert || Count;

    /// <summary>Whether both lines are written.</summary>
    public bool IsOfBoth => WriteOverlap || WriteAllOverlaps || LeftOuterJoin || Within is not null;

    /// <summary>Whether lines of A without an overlap are written too.</summary>
    public bool KeepsAll => WriteAllOverlaps || LeftOuterJoin;

    /// <summary>Whether the number of shared bases is written.</summary>
    public bool HasBases => WriteOverlap || WriteAllOverlaps;

    /// <summary>Says which flags exclude each other.</summary>
    /// <exception cref="UsageException">OH2021.</exception>
    public void Check(string command, OverlapSettings overlap)
    {
        (bool IsSaid, string Flag)[] forms =
        [
            (Unique, "--unique"), (Invert, "--invert"), (Count, "--count"), (WriteOverlap, "--write-overlap"),
            (WriteAllOverlaps, "--write-all-overlaps"), (LeftOuterJoin, "--left-outer-join"),
            (WriteA || WriteB, "--write-a with --write-b"),
        ];
        string[] said = [.. forms.Where(form => form.IsSaid).Select(form => form.Flag)];
        if (said.Length > 1)
            throw new UsageException("OH2021", $"{string.Join(", ", said)} exclude each other: one form of output at a time", command);
        if (Within is not null && (HasBases || overlap.FractionA > 0 || overlap.FractionB > 0))
            throw new UsageException(
                "OH2021",
                "--within excludes --write-overlap, --write-all-overlaps, --fraction-a and --fraction-b: what lies near shares no bases",
                command);
    }
}
