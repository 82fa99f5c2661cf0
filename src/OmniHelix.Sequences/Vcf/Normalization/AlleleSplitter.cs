namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>
/// Makes one record of every alternate allele (<c>bcftools norm -m-</c>): genotypes call the other alternate alleles reference, and lists
/// keep the values that belong.
/// </summary>
internal static class AlleleSplitter
{
    /// <summary>The records of a record's alleles.</summary>
    /// <exception cref="OmniException">OH1071: a list has not as many values as its declaration says.</exception>
    public static IEnumerable<VariantDraft> Split(VariantDraft record, VcfHeader header)
    {
        var alternates = record.Alternates.Count;
        for (var allele = 1; allele <= alternates; allele++)
        {
            var one = record.Copy();
            one.Alternates = [record.Alternates[allele - 1]];
            for (var i = 0; i < one.Info.Count; i++)
                if (one.Info[i].Value is { } text)
                    one.Info[i] = new(one.Info[i].Key, Pick(header.Info, one.Info[i].Key, text, allele, record));
            for (var field = 0; field < one.Format.Count; field++)
            {
                var column = one.Samples[field];
                for (var sample = 0; sample < column.Length; sample++)
                    column[sample] = one.Format[field] == "GT"
                        ? GenotypeString.Rename(column[sample], a => a == allele ? 1 : 0)
                        : Pick(header.Format, one.Format[field], column[sample], allele, record);
            }
            yield return one;
        }
    }

    private static string Pick(IReadOnlyDictionary<string, VcfField> declared, string tag, string text, int allele, VariantDraft record)
    {
        if (!declared.TryGetValue(tag, out var field)) return text;
        return NumberedValues.Pick(field.Number.Kind, text, allele, record.Alternates.Count)
            ?? throw new OmniException(
                "OH1071", $"{tag} has {text.Split(',').Length} values, which does not fit {record.Alternates.Count} alternate alleles",
                record.Place, $"Correct the values, or the Number of {tag} in the header.");
    }
}
