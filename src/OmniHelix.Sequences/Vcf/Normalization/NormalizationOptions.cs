using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>What becomes of sites with several alternate alleles.</summary>
public enum MultiallelicRows
{
    /// <summary>They stay as they are.</summary>
    Keep,

    /// <summary>One record for every alternate allele.</summary>
    Split,

    /// <summary>One record for all records of a position.</summary>
    Join,
}

/// <summary>Which alleles are split, or joined with each other.</summary>
public enum MultiallelicKinds
{
    /// <summary>All, of whatever kind.</summary>
    Any,

    /// <summary>All, but substitutions are joined with substitutions and everything else with its like.</summary>
    Both,

    /// <summary>Substitutions only.</summary>
    Snps,

    /// <summary>Insertions and deletions only.</summary>
    Indels,
}

/// <summary>What becomes of a record whose REF is not what the reference has there.</summary>
public enum ReferenceMismatch
{
    /// <summary>It ends the run.</summary>
    Refuse,

    /// <summary>It is named, and stays as it is.</summary>
    Warn,

    /// <summary>It is left out.</summary>
    Exclude,
}

/// <summary>Which records of one position are duplicates: all but the first are left out.</summary>
public enum DuplicateRule
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those with the alleles of one before.</summary>
    Exact,

    /// <summary>Substitutions behind substitutions.</summary>
    Snps,

    /// <summary>Insertions and deletions behind insertions and deletions.</summary>
    Indels,

    /// <summary>Substitutions behind substitutions, and insertions and deletions behind insertions and deletions.</summary>
    Both,

    /// <summary>All.</summary>
    All,
}

/// <summary>How records are normalised.</summary>
public sealed record NormalizationOptions
{
    /// <summary>What becomes of sites with several alternate alleles.</summary>
    public MultiallelicRows Rows { get; init; } = MultiallelicRows.Keep;

    /// <summary>Which of them.</summary>
    public MultiallelicKinds Kinds { get; init; } = MultiallelicKinds.Any;

    /// <summary>Alleles are aligned to the left along this reference; null leaves them where they are.</summary>
    public ISequenceSource? Reference { get; init; }

    /// <summary>What becomes of a record that contradicts <see cref="Reference"/>.</summary>
    public ReferenceMismatch Mismatch { get; init; } = ReferenceMismatch.Refuse;

    /// <summary>Which records are left out because one before says the same.</summary>
    public DuplicateRule Duplicates { get; init; } = DuplicateRule.None;
}

/// <summary>What normalising did.</summary>
/// <param name="Total">Records read.</param>
/// <param name="Split">Records of which several were made.</param>
/// <param name="Realigned">Records that were moved or trimmed.</param>
/// <param name="Skipped">Records left out because they contradict the reference.</param>
public sealed record NormalizationCounts(long Total, long Split, long Realigned, long Skipped);
