namespace OmniHelix.Workflows.Structures;

/// <summary>What folding records did.</summary>
/// <param name="Records">Records read.</param>
/// <param name="Failed">Of these, records without a structure.</param>
/// <param name="Bases">Bases of the folded ones.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record FoldOutcome(long Records, long Failed, long Bases, double Seconds)
{
    /// <summary>The errors of the first records that failed.</summary>
    public required IReadOnlyList<OmniException> Failures { get; init; }

    /// <summary>Letters other than A, C, G, U, T and N, which paired with nothing.</summary>
    public required long UnknownLetters { get; init; }

    /// <summary>Records that have some.</summary>
    public required long RecordsWithUnknownLetters { get; init; }
}
