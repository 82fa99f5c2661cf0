using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>
/// What becomes of a call of one allele, such as those of men on X: a person's genome has two haplotypes, and the call says what is on one.
/// </summary>
public enum HaploidCalls
{
    /// <summary>
    /// As <c>bcftools consensus -H 1pIu</c> and <c>2pIu</c> do: haplotype 1 takes the call and haplotype 2 stays as the reference; where
    /// nobody has two alleles in the record, both take it.
    /// </summary>
    Bcftools,

    /// <summary>Both haplotypes take the call: the one copy stands in both.</summary>
    Both,

    /// <summary>Haplotype 1 takes the call, and haplotype 2 lacks the contig: there is no second copy.</summary>
    Skip,
}

/// <summary>A contig on which people have haploid calls.</summary>
/// <param name="Contig">Its name.</param>
/// <param name="People">Their names.</param>
public sealed record HaploidContig(string Contig, IReadOnlyList<string> People);

/// <summary>Tells haploid calls from others.</summary>
internal static class HaploidCall
{
    /// <summary>The call has one allele, and it is not missing: <c>.</c> is written for diploid people too.</summary>
    public static bool Is(ReadOnlySpan<short> call) =>
        (call.Length == 1 || call[1] == GenotypeCode.EndOfVector) && !GenotypeCode.IsMissing(call[0]);
}
