using OmniHelix.Metrics.Statistics;

namespace OmniHelix.Workflows.Structures;

/// <summary>Predicted structures against true ones.</summary>
/// <param name="Records">Records compared.</param>
/// <param name="Failed">Records that could not be: without a partner of their name, or with a structure that cannot be read.</param>
/// <param name="Slip">How far one partner of a pair could be off.</param>
/// <param name="Scores">In the order of a table.</param>
public sealed record StructureComparison(long Records, long Failed, int Slip, IReadOnlyList<StructureScore> Scores)
{
    /// <summary>The errors of the first records that failed.</summary>
    public required IReadOnlyList<OmniException> Failures { get; init; }
}

/// <summary>One score of all records.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Pooled">Of the pairs or bases of all records together; null where there is no such thing.</param>
/// <param name="Mean">The mean over records.</param>
public sealed record StructureScore(string Name, ConfidenceInterval? Pooled, ConfidenceInterval Mean);
