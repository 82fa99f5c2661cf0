using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>
/// Makes one record of several at the same position (<c>bcftools norm -m+</c>). What is not a list per allele is taken from the first
/// record.
/// </summary>
internal static class AlleleJoiner
{
    /// <summary>Joins records.</summary>
    /// <exception cref="OmniException">
    /// OH1071: a list has not as many values as its declaration says; OH1078: the reference alleles contradict each other.
    /// </exception>
    public static VariantDraft Join(IReadOnlyList<VariantDraft> records, VcfHeader header)
    {
        var joint = records[0].Copy();
        var maps = JoinAlleles(records, joint);
        joint.Id = string.Join(';', records.SelectMany(r => r.Id.Split(';')).Where(id => id != ".").Distinct()) is { Length: > 0 } ids
            ? ids
            : ".";
        joint.Quality = records.Where(r => r.Quality != ".").MaxBy(r => float.Parse(r.Quality, CultureInfo.InvariantCulture))?.Quality
            ?? ".";
        var failed = records.SelectMany(r => r.Filter.Split(';')).Where(f => f is not ("." or "PASS")).Distinct().ToList();
        if (failed.Count > 0) joint.Filter = string.Join(';', failed);

        var alleles = joint.Alternates.Count + 1;
        for (var i = 0; i < joint.Info.Count; i++)
        {
            var tag = joint.Info[i].Key;
            if (Kind(header.Info, tag) is { } kind && joint.Info[i].Value is not null)
                joint.Info[i] =
                    new(tag, NumberedValues.Merge(kind, [.. records.Select(r => r.Info.Find(f => f.Key == tag).Value)], maps, alleles)
                        ?? throw Ragged(tag, joint));
        }
        for (var field = 0; field < joint.Format.Count; field++)
            JoinSamples(records, maps, joint, field, Kind(header.Format, joint.Format[field]));
        return joint;
    }

    private static void JoinSamples(
        IReadOnlyList<VariantDraft> records, List<int[]> maps, VariantDraft joint, int field, VcfNumberKind? kind)
    {
        var tag = joint.Format[field];
        var places = records.Select(r => r.Format.IndexOf(tag)).ToArray();
        var column = joint.Samples[field];
        var ploidy = tag == "GT" ? records.SelectMany((r, i) => places[i] < 0 ? [] : r.Samples[places[i]]).Max(GenotypeString.Ploidy) : 0;
        for (var sample = 0; sample < column.Length; sample++)
        {
            if (tag == "GT")
            {
                for (var i = 1; i < records.Count; i++)
                {
                    var map = maps[i];
                    if (places[i] < 0) continue;
                    column[sample] =
                        GenotypeString.Fill(column[sample], GenotypeString.Rename(
                            records[i].Samples[places[i]][sample], a => a < map.Length ? map[a] : throw NoAllele(a, records[i])), ploidy);
                }
            }
            else if (kind is { } k)
                column[sample] = NumberedValues.Merge(
                    k, [.. records.Select((r, i) => places[i] < 0 ? null : r.Samples[places[i]][sample])], maps,
                    joint.Alternates.Count + 1) ?? throw Ragged(tag, joint);
        }
    }

    /// <summary>
    /// Extends all alleles to the longest reference and collects the different ones; says for every record where its alleles are among
    /// them.
    /// </summary>
    private static List<int[]> JoinAlleles(IReadOnlyList<VariantDraft> records, VariantDraft joint)
    {
        joint.Reference = records.MaxBy(r => r.Reference.Length)!.Reference.ToUpperInvariant();
        joint.Alternates = [];
        var maps = new List<int[]>();
        foreach (var record in records)
        {
            if (!joint.Reference.StartsWith(record.Reference, StringComparison.OrdinalIgnoreCase))
                throw new OmniException(
                    "OH1078", $"the reference alleles {record.Reference} and {joint.Reference} of the same position contradict each other",
                    record.Place);
            var rest = joint.Reference[record.Reference.Length..];
            var map = new int[record.Alternates.Count + 1];
            for (var i = 0; i < record.Alternates.Count; i++)
            {
                var allele = record.Alternates[i];
                var extended = AlleleCheck.IsLiteral(Encoding.ASCII.GetBytes(allele)) ? (allele + rest).ToUpperInvariant() : allele;
                var known = joint.Alternates.FindIndex(a => a.Equals(extended, StringComparison.OrdinalIgnoreCase));
                if (known < 0)
                {
                    known = joint.Alternates.Count;
                    joint.Alternates.Add(extended);
                }
                map[i + 1] = known + 1;
            }
            maps.Add(map);
        }
        return maps;
    }

    private static VcfNumberKind? Kind(IReadOnlyDictionary<string, VcfField> declared, string tag) =>
        declared.TryGetValue(tag, out var field)
            && field.Number.Kind is VcfNumberKind.PerAlternate or VcfNumberKind.PerAllele or VcfNumberKind.PerGenotype
            ? field.Number.Kind
            : null;

    private static OmniException Ragged(string tag, VariantDraft record) =>
        new(
            "OH1071", $"{tag} has not as many values as there are alleles", record.Place,
            $"Correct the values, or the Number of {tag} in the header.");

    private static OmniException NoAllele(int allele, VariantDraft record) =>
        new("OH1069", $"a genotype names allele {allele}, but the record has alleles 0 to {record.Alternates.Count} only", record.Place);
}
