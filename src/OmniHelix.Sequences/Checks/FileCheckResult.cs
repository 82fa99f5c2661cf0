namespace OmniHelix.Sequences.Checks;

/// <summary>What a check of a file came to.</summary>
public enum FileHealth
{
    /// <summary>Nothing is wrong with it.</summary>
    Sound,

    /// <summary>It is truncated, damaged or breaks the rules of its format.</summary>
    Damaged,

    /// <summary>It is of no format that this check knows.</summary>
    Unknown,
}

/// <summary>The result of a check.</summary>
/// <param name="Health">Sound, damaged or unknown.</param>
/// <param name="Format">What the content is taken for: <c>FASTA</c>, <c>FASTQ in BGZF</c>; null when unknown.</param>
/// <param name="Problem">What is wrong and where; null when sound.</param>
/// <param name="Records">Records read before the end or the damage; null when they were not counted.</param>
public sealed record FileCheckResult(FileHealth Health, string? Format, OmniException? Problem, long? Records)
{
    /// <summary>What is odd about a sound file without being wrong.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
