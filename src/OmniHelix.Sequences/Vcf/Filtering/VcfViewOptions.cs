namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Which records and people of a VCF are kept.</summary>
public sealed record VcfViewOptions
{
    /// <summary>The people to keep, in this order; null keeps all.</summary>
    public IReadOnlyList<string>? Samples { get; init; }

    /// <summary><see cref="Samples"/> are those to leave out.</summary>
    public bool ExcludeSamples { get; init; }

    /// <summary>No people and no genotypes are written.</summary>
    public bool DropGenotypes { get; init; }

    /// <summary>The least number of calls of <see cref="Counted"/>; AC and AN are written when this is set.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>The largest number of calls of <see cref="Counted"/>; AC and AN are written when this is set.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>Which allele the counts are of.</summary>
    public CountedAllele Counted { get; init; } = CountedAllele.NonReference;

    /// <summary>Records must have an allele of one of these kinds.</summary>
    public VariantKinds? Kinds { get; init; }

    /// <summary>Records must not have an allele of any of these kinds.</summary>
    public VariantKinds? WithoutKinds { get; init; }

    /// <summary>The least number of alleles, the reference included.</summary>
    public int? MinimumAlleles { get; init; }

    /// <summary>The largest number of alleles, the reference included.</summary>
    public int? MaximumAlleles { get; init; }

    /// <summary>The FILTER column must name one of these; <c>.</c> stands for none. Null takes all.</summary>
    public IReadOnlyList<string>? Filters { get; init; }

    /// <summary>Records must meet this expression.</summary>
    public string? Include { get; init; }

    /// <summary>Records must not meet this expression.</summary>
    public string? Exclude { get; init; }

    /// <summary>
    /// Records that the expressions turn down are kept, with this name in the FILTER column; the others get <c>PASS</c> where it is empty.
    /// </summary>
    public string? SoftFilter { get; init; }

    /// <summary><see cref="SoftFilter"/> stands beside the filters that were there, not in place of them.</summary>
    public bool AppendFilter { get; init; }
}
