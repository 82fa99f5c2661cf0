namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>
/// <c>binom(AD)</c>, <c>binom(AD[:0],AD[:1])</c>: how probable counts of two alleles are that lie at least as far from one half, in
/// two-sided exact test; missing where nothing was counted.
/// </summary>
/// <param name="first">Counts of all alleles, of which the genotypes choose two, or of the first allele.</param>
/// <param name="second">Counts of the second allele, or null.</param>
internal sealed class BinomialTest(NumberNode first, NumberNode? second) : NumberNode
{
    private readonly NumberVector one = new(), two = new();

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        first.Evaluate(record, one);
        if (second is null)
        {
            result.Clear(one.Samples);
            if (one.Samples == 0) result.Add(one.Count == 2 ? Probability(one.Values[0], one.Values[1]) : NumberVector.Missing);
            else ByGenotypes(record, result);
            return;
        }
        second.Evaluate(record, two);
        var samples = Math.Max(one.Samples, two.Samples);
        result.Clear(samples);
        if (samples == 0)
        {
            result.Add(one.Count == 1 && two.Count == 1 ? Probability(one.Values[0], two.Values[0]) : NumberVector.Missing);
            return;
        }
        if (one.Width != 1 || two.Width != 1)
            throw new UsageException(
                "OH1072", "the filter expression is malformed: binom() compares one value with one value", record.Place,
                "Choose them, such as binom(FMT/AD[:0],FMT/AD[:1]).");
        for (var i = 0; i < samples; i++) result.Add(Probability(one.Of(i)[0], two.Of(i)[0]));
    }

    /// <summary>Two-sided probability of counts under one half; missing for no counts, or for missing ones.</summary>
    public static double Probability(double a, double b)
    {
        if (double.IsNaN(a) || double.IsNaN(b) || a < 0 || b < 0) return NumberVector.Missing;
        var (more, fewer) = (Math.Floor(Math.Max(a, b)), Math.Floor(Math.Min(a, b)));
        var all = more + fewer;
        if (all == 0) return NumberVector.Missing;
        // Then the tail is one half, exactly.
        if (more - fewer <= 1) return 1;
        // The tail from its largest term on; every further one is smaller by at least the first ratio.
        var largest = Math.Exp(LogFactorial(all) - LogFactorial(more) - LogFactorial(fewer) - all * Math.Log(2));
        var (sum, term) = (1.0, 1.0);
        for (var k = more; k < all && term > sum * 1e-17; k++)
        {
            term *= (all - k) / (k + 1);
            sum += term;
        }
        return Math.Min(1, 2 * largest * sum);
    }

    private void ByGenotypes(VariantRecord record, NumberVector result)
    {
        var genotypes = record.CheckedGenotypes;
        var ploidy = record.Ploidy;
        for (var i = 0; i < one.Samples; i++)
        {
            var probability = NumberVector.Missing;
            if (ploidy >= 2)
            {
                var (a, b) = (genotypes[i * ploidy], genotypes[i * ploidy + 1]);
                var counts = one.Of(i);
                var (x, y) = (GenotypeCode.Allele(a), GenotypeCode.Allele(b));
                if (b != GenotypeCode.EndOfVector && x >= 0 && y >= 0 && x < counts.Length && y < counts.Length)
                    probability = Probability(counts[x], counts[y]);
            }
            result.Add(probability);
        }
    }

    /// <summary>Stirling's series, after factors have lifted the argument to where it has 15 digits.</summary>
    private static double LogFactorial(double n)
    {
        var (x, factors) = (n + 1, 1.0);
        for (; x < 16; x++) factors *= x;
        var inverse = 1 / (x * x);
        var series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188)))) / x;
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series - Math.Log(factors);
    }
}
