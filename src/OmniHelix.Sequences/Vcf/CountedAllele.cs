namespace OmniHelix.Sequences.Vcf;

/// <summary>Which allele a count is of.</summary>
public enum CountedAllele
{
    /// <summary>All alternate alleles together.</summary>
    NonReference,

    /// <summary>The first alternate allele.</summary>
    FirstAlternate,

    /// <summary>The rarest allele.</summary>
    Minor,

    /// <summary>The most frequent allele.</summary>
    Major,

    /// <summary>All but the most frequent allele.</summary>
    NonMajor,
}
