namespace OmniHelix.Sequences.Vcf.Querying;

/// <summary>Which records and people a query prints.</summary>
public sealed record VcfQueryOptions
{
    /// <summary>The people, in this order; null for all.</summary>
    public IReadOnlyList<string>? Samples { get; init; }

    /// <summary><see cref="Samples"/> are those to leave out.</summary>
    public bool ExcludeSamples { get; init; }

    /// <summary>Records must meet this expression; where it looks at people, only those who meet it are printed.</summary>
    public string? Include { get; init; }

    /// <summary>Records, or people, must not meet this expression.</summary>
    public string? Exclude { get; init; }

    /// <summary>
    /// Fields that the header does not declare are printed as <c>.</c> where a record lacks them, instead of being refused.
    /// </summary>
    public bool AllowUndeclared { get; init; }
}
