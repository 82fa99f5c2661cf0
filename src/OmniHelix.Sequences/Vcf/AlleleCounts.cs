using System.Globalization;

namespace OmniHelix.Sequences.Vcf;

/// <summary>How often each allele of a record was called.</summary>
public sealed class AlleleCounts
{
    private int[] counts = new int[4];
    private int alleles;

    /// <summary>Calls of every allele, the reference first.</summary>
    public ReadOnlySpan<int> Counts => counts.AsSpan(0, alleles);

    /// <summary>Calls of the alternate alleles (<c>AC</c>).</summary>
    public ReadOnlySpan<int> Alternates => counts.AsSpan(1, alleles - 1);

    /// <summary>Called alleles in all (<c>AN</c>).</summary>
    public int Total { get; private set; }

    /// <summary>Calls of one kind of allele.</summary>
    public int Of(CountedAllele allele)
    {
        var (fewest, most) = (int.MaxValue, 0);
        foreach (var count in Counts) (fewest, most) = (Math.Min(fewest, count), Math.Max(most, count));
        return allele switch
        {
            CountedAllele.NonReference => Total - counts[0],
            CountedAllele.FirstAlternate => alleles > 1 ? counts[1] : 0,
            CountedAllele.Minor => fewest,
            CountedAllele.Major => most,
            _ => Total - most,
        };
    }

    /// <summary>Counts the calls of a record.</summary>
    /// <exception cref="OmniException">OH1069: a call has an allele that the record does not.</exception>
    public void Count(VariantRecord record) => Count(record, record.Genotypes);

    /// <summary>Counts the calls of some of a record's samples.</summary>
    /// <param name="record">Says how many alleles there are.</param>
    /// <param name="genotypes">Coded as <see cref="GenotypeCode"/> says.</param>
    /// <inheritdoc cref="Count(VariantRecord)"/>
    public void Count(VariantRecord record, ReadOnlySpan<short> genotypes)
    {
        alleles = record.AlternateCount + 1;
        if (counts.Length < alleles) counts = new int[alleles];
        counts.AsSpan(0, alleles).Clear();
        Total = 0;
        foreach (var code in genotypes)
        {
            var allele = GenotypeCode.Allele(code);
            if (allele < 0) continue;
            if (allele >= alleles) throw new OmniException("OH1069", string.Create(CultureInfo.InvariantCulture, $"a genotype names allele {allele}, but the record has alleles 0 to {alleles - 1} only"), record.Place);
            counts[allele]++;
            Total++;
        }
    }
}
