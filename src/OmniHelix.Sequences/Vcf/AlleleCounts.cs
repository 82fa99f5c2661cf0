using System.Buffers.Text;
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

    /// <summary>Takes the counts that INFO gives as AC and AN; false where they are missing or do not fit the alleles.</summary>
    public bool TryTake(VariantRecord record)
    {
        if (!record.TryGetInfo("AN", out var total) || !record.TryGetInfo("AC", out var alternates)) return false;
        if (!Utf8Parser.TryParse(total, out int called, out var used) || used != total.Length) return false;
        Clear(record.AlternateCount + 1);
        var allele = 1;
        foreach (var range in alternates.Split((byte)','))
        {
            var text = alternates[range];
            if (allele == alleles || !Utf8Parser.TryParse(text, out int count, out used) || used != text.Length) return false;
            counts[allele++] = count;
        }
        Total = called;
        counts[0] = called - Alternates.ToArray().Sum();
        return allele == alleles && counts[0] >= 0;
    }

    /// <summary>Counts the calls of a record.</summary>
    /// <exception cref="OmniException">OH1069: a call has an allele that the record does not.</exception>
    public void Count(VariantRecord record) => Count(record, record.CheckedGenotypes);

    /// <summary>Counts the calls of some of a record's samples.</summary>
    /// <param name="record">Says how many alleles there are.</param>
    /// <param name="genotypes">Coded as <see cref="GenotypeCode"/> says.</param>
    /// <inheritdoc cref="Count(VariantRecord)"/>
    public void Count(VariantRecord record, ReadOnlySpan<short> genotypes)
    {
        Clear(record.AlternateCount + 1);
        foreach (var code in genotypes)
        {
            var allele = GenotypeCode.Allele(code);
            if (allele < 0) continue;
            if (allele >= alleles)
            {
                var what = string.Create(
                    CultureInfo.InvariantCulture, $"a genotype names allele {allele}, but the record has alleles 0 to {alleles - 1} only");
                throw new OmniException("OH1069", what, record.Place);
            }
            counts[allele]++;
            Total++;
        }
    }

    private void Clear(int count)
    {
        alleles = count;
        if (counts.Length < alleles) counts = new int[alleles];
        counts.AsSpan(0, alleles).Clear();
        Total = 0;
    }
}
