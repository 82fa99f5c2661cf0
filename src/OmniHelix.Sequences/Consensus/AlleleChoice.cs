namespace OmniHelix.Sequences.Consensus;

/// <summary>Which alleles of a VCF go into a sequence.</summary>
public sealed record AlleleChoice
{
    /// <summary>The haplotype of one person; null merges the genotypes of all selected people into ambiguity codes.</summary>
    public HaplotypeRule? Haplotype { get; init; }

    /// <summary>Takes REF and ALT as they are and no genotypes.</summary>
    public bool IgnoreGenotypes { get; init; }

    /// <summary>Ambiguity codes; with <see cref="IgnoreGenotypes"/> those of REF and all ALT.</summary>
    public bool Iupac { get; init; }

    /// <summary>Written where the genotype is missing; null leaves the reference there.</summary>
    public char? Missing { get; init; }
}
