using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>Lines of a file that are asked for overlaps.</summary>
/// <param name="lines">In the order of the file.</param>
public sealed class IntervalSet(IReadOnlyList<IntervalLine> lines)
{
    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<IntervalLine> Lines => lines;

    /// <summary>Finds positions in <see cref="Lines"/>.</summary>
    public IntervalIndex Index { get; } = new([.. lines.Select(line => line.Interval)]);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">OH1039: a kind of file without intervals.</exception>
    /// <exception cref="OmniException">Those of the readers.</exception>
    public static IntervalSet Read(string path) => new([.. IntervalLine.Read(path)]);
}
