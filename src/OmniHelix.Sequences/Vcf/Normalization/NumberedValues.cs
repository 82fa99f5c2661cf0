namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>
/// Lists of values whose number depends on the alleles, and what becomes of them when alleles are taken apart or put together.
/// </summary>
internal static class NumberedValues
{
    /// <summary>The values that belong to the reference and to one alternate allele.</summary>
    /// <param name="kind">What the number of values depends on.</param>
    /// <param name="text">The values; <c>.</c> for none.</param>
    /// <param name="allele">The allele to keep, from 1.</param>
    /// <param name="alternates">How many alternate alleles there are.</param>
    /// <returns>Null when the values are not as many as there should be.</returns>
    public static string? Pick(VcfNumberKind kind, string text, int allele, int alternates)
    {
        if (text is "." or "") return text;
        var values = text.Split(',');
        var alleles = alternates + 1;
        return kind switch
        {
            VcfNumberKind.PerAlternate when values.Length == alternates => values[allele - 1],
            VcfNumberKind.PerAllele when values.Length == alleles => $"{values[0]},{values[allele]}",
            // A haploid genotype is one allele.
            VcfNumberKind.PerGenotype when values.Length == alleles => $"{values[0]},{values[allele]}",
            VcfNumberKind.PerGenotype when values.Length == Genotypes(alleles) =>
                $"{values[0]},{values[Genotype(0, allele)]},{values[Genotype(allele, allele)]}",
            VcfNumberKind.PerAlternate or VcfNumberKind.PerAllele or VcfNumberKind.PerGenotype => null,
            _ => text,
        };
    }

    /// <summary>The values of several records for the alleles they have together.</summary>
    /// <param name="kind">What the number of values depends on.</param>
    /// <param name="texts">The values of every record; null where it has none.</param>
    /// <param name="maps">For every record, which of the joint alleles its alleles are.</param>
    /// <param name="alleles">How many joint alleles there are, the reference included.</param>
    /// <returns>Null when the values of a record are not as many as there should be.</returns>
    public static string? Merge(VcfNumberKind kind, IReadOnlyList<string?> texts, IReadOnlyList<int[]> maps, int alleles)
    {
        var haploid = true;
        for (var i = 0; i < texts.Count; i++)
            if (kind == VcfNumberKind.PerGenotype && texts[i] is { } one and not ("." or "") && one.Split(',').Length != maps[i].Length)
                haploid = false;
        var count = kind switch
        {
            VcfNumberKind.PerAlternate => alleles - 1,
            VcfNumberKind.PerGenotype when !haploid => Genotypes(alleles),
            _ => alleles,
        };
        var merged = new string[count];
        Array.Fill(merged, ".");
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] is null or "." or "") continue;
            var values = texts[i]!.Split(',');
            if (!Place(kind, values, maps[i], haploid, merged)) return null;
        }
        return Array.TrueForAll(merged, v => v == ".") ? "." : string.Join(',', merged);
    }

    private static bool Place(VcfNumberKind kind, string[] values, int[] map, bool haploid, string[] merged)
    {
        if (kind == VcfNumberKind.PerGenotype && !haploid)
        {
            if (values.Length != Genotypes(map.Length)) return false;
            for (var b = 0; b < map.Length; b++)
                for (var a = 0; a <= b; a++)
                    merged[Genotype(map[a], map[b])] = values[Genotype(a, b)];
            return true;
        }
        var skip = kind == VcfNumberKind.PerAlternate ? 1 : 0;
        if (values.Length != map.Length - skip) return false;
        for (var i = 0; i < values.Length; i++) merged[map[i + skip] - skip] = values[i];
        return true;
    }

    private static int Genotypes(int alleles) => alleles * (alleles + 1) / 2;

    /// <summary>The place of a genotype among all of a diploid (VCF 4.3, section 1.6.2).</summary>
    private static int Genotype(int a, int b) => a > b ? Genotype(b, a) : b * (b + 1) / 2 + a;
}
