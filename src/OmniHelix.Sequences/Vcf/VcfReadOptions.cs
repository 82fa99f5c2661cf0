namespace OmniHelix.Sequences.Vcf;

/// <summary>What to do with records that are out of order.</summary>
public enum UnsortedRecords
{
    /// <summary>An error that names the first one.</summary>
    Refuse,

    /// <summary>They are read, and counted in <see cref="VcfReader.Unsorted"/>.</summary>
    Count,
}

/// <summary>How a VCF is read.</summary>
public sealed record VcfReadOptions
{
    /// <summary>What to do with a record that stands before its predecessor, or on a contig that ended earlier.</summary>
    public UnsortedRecords Unsorted { get; init; } = UnsortedRecords.Refuse;
}
