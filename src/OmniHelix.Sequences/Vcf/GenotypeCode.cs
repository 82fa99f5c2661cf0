namespace OmniHelix.Sequences.Vcf;

/// <summary>One allele of a genotype in the coding of BCF2: <c>((allele + 1) &lt;&lt; 1) | phased</c>; allele −1 is missing.</summary>
public static class GenotypeCode
{
    /// <summary>Fills up calls that have fewer alleles than the widest one of the record.</summary>
    public const short EndOfVector = short.MinValue + 1;

    /// <summary>The largest allele number that fits.</summary>
    public const int LargestAllele = (short.MaxValue >> 1) - 1;

    /// <summary>The code of an allele.</summary>
    /// <param name="allele">0 for REF, 1 for the first ALT …; −1 for missing.</param>
    /// <param name="phased">Whether <c>|</c> stands before it.</param>
    public static short Of(int allele, bool phased) => (short)(((allele + 1) << 1) | (phased ? 1 : 0));

    /// <summary>The allele is <c>.</c>; padding is not missing.</summary>
    public static bool IsMissing(short code) => code is 0 or 1;

    /// <summary>0 for REF, 1 for the first ALT …; −1 for missing. Not meaningful for <see cref="EndOfVector"/>.</summary>
    public static int Allele(short code) => (code >> 1) - 1;

    /// <summary>A <c>|</c> stands before the allele; padding counts as phased, as in BCF.</summary>
    public static bool IsPhased(short code) => (code & 1) != 0;
}
