namespace OmniHelix.Workflows.Structures;

/// <summary>What a pass over records of RNA did.</summary>
/// <param name="Records">Records read.</param>
/// <param name="Failed">Of these, records without a result.</param>
/// <param name="Bases">Bases of the others.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record RnaOutcome(long Records, long Failed, long Bases, double Seconds)
{
    /// <summary>The errors of the first records that failed.</summary>
    public required IReadOnlyList<OmniException> Failures { get; init; }

    /// <summary>Letters other than A, C, G, U, T and N, which pair with nothing.</summary>
    public required long UnknownLetters { get; init; }

    /// <summary>What there is to say of the records, in words.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
