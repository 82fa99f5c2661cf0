using System.Diagnostics;
using OmniHelix.Inference;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What a pass over records did.</summary>
/// <param name="Counts">Records and tokens.</param>
/// <param name="Failures">The first records that failed.</param>
/// <param name="Seconds">How long it took, without loading the model.</param>
public sealed record ApplicationOutcome(InferenceCounts Counts, IReadOnlyList<OmniException> Failures, double Seconds);

/// <summary>Watches a pass over records.</summary>
internal sealed class PassWatch
{
    private const int Kept = 5;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<OmniException> failures = [];

    /// <summary>Notes a failed record.</summary>
    public void Note(OmniException? error)
    {
        if (error is not null && failures.Count < Kept) failures.Add(error);
    }

    /// <summary>What the pass did.</summary>
    public ApplicationOutcome End(InferenceCounts counts) => new(counts, failures, clock.Elapsed.TotalSeconds);
}
