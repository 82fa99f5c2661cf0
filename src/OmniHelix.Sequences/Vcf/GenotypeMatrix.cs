namespace OmniHelix.Sequences.Vcf;

/// <summary>
/// Alternate-allele dosages, <c>[samples × variants]</c>: how many alleles of a call are not the reference, −1 when one
/// of them is missing. What linear models of expression are fitted on.
/// </summary>
public sealed class GenotypeMatrix
{
    /// <summary>A call with a missing allele.</summary>
    public const sbyte Missing = -1;

    private readonly sbyte[] values;

    private GenotypeMatrix(IReadOnlyList<string> samples, IReadOnlyList<VariantSite> variants, sbyte[] values)
    {
        Samples = samples;
        Variants = variants;
        this.values = values;
    }

    /// <summary>The people, one a row.</summary>
    public IReadOnlyList<string> Samples { get; }

    /// <summary>The records, one a column.</summary>
    public IReadOnlyList<VariantSite> Variants { get; }

    /// <summary>All dosages, row after row.</summary>
    public ReadOnlySpan<sbyte> Values => values;

    /// <summary>The dosages of one person.</summary>
    public ReadOnlySpan<sbyte> this[int sample] => values.AsSpan(sample * Variants.Count, Variants.Count);

    /// <summary>Reads the records of a source.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="samples">The people, in this order; null for all.</param>
    /// <param name="keeps">Whether to take a record; null for all that have genotypes.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OmniException">OH1064 nobody has the name of a person; OH1069 a genotype cannot be read; OH1077 the matrix is
    /// larger than 2 GiB.</exception>
    public static GenotypeMatrix Read(
        VariantSource source,
        IReadOnlyList<string>? samples = null,
        Predicate<VariantRecord>? keeps = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        samples ??= source.Header.Samples;
        int[] columns = [.. samples.Select(source.Header.SampleIndex)];
        var sites = new List<VariantSite>();
        var rows = new List<sbyte[]>();
        source.Visit(record =>
        {
            if (record.Ploidy == 0 || keeps?.Invoke(record) == false) return;
            sites.Add(new(record.Contig, record.Position, record.Reference, string.Join(',', record.Alternates)));
            rows.Add(Dosages(record, columns));
            if ((long)columns.Length * rows.Count > Array.MaxLength)
                throw new OmniException(
                    "OH1077", "the genotype matrix is larger than 2 GiB", record.Place, "Take fewer people, or a filter such as MAF>0.05.");
        }, progress, cancellation);
        return new(samples, sites, Transpose(rows, columns.Length));
    }

    private static sbyte[] Dosages(VariantRecord record, int[] columns)
    {
        var genotypes = record.CheckedGenotypes;
        var ploidy = record.Ploidy;
        var dosages = new sbyte[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var dosage = 0;
            foreach (var code in genotypes.Slice(columns[i] * ploidy, ploidy))
            {
                if (code == GenotypeCode.EndOfVector) break;
                if (GenotypeCode.IsMissing(code))
                {
                    dosage = Missing;
                    break;
                }
                if (GenotypeCode.Allele(code) > 0) dosage++;
            }
            dosages[i] = (sbyte)Math.Min(dosage, sbyte.MaxValue);
        }
        return dosages;
    }

    private static sbyte[] Transpose(List<sbyte[]> variants, int samples)
    {
        var values = new sbyte[samples * variants.Count];
        for (var v = 0; v < variants.Count; v++)
            for (var s = 0; s < samples; s++) values[s * variants.Count + v] = variants[v][s];
        return values;
    }
}

/// <summary>Where a column of a genotype matrix comes from.</summary>
/// <param name="Contig">The contig.</param>
/// <param name="Position">0-based position.</param>
/// <param name="Reference">The reference allele.</param>
/// <param name="Alternates">The alternate alleles, separated by commas; empty for none.</param>
public sealed record VariantSite(string Contig, long Position, string Reference, string Alternates);
