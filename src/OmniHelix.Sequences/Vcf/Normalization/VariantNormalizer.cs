using System.Text;

namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>Brings records into a normal form, as <c>bcftools norm</c> does: alleles split or joined, aligned to the left, and sorted again.</summary>
public sealed class VariantNormalizer
{
    // Records move to the left by less than this; what lies further back is written.
    private const int SortingWindow = 1000;

    private readonly NormalizationOptions options;
    private readonly LeftAligner? aligner;
    private readonly List<VariantDraft> pending = [];
    private readonly VcfHeader header;
    private readonly VcfWriter writer;
    private readonly StringBuilder line = new();
    private long total, split, realigned;

    private VariantNormalizer(VcfHeader header, VcfWriter writer, NormalizationOptions options)
    {
        this.header = header;
        this.writer = writer;
        this.options = options;
        aligner = options.Reference is null ? null : new LeftAligner(options.Reference);
    }

    /// <summary>Reads all records and writes them normalised; the header goes first.</summary>
    /// <exception cref="OmniException">OH1069, OH1071: values that do not fit the alleles; OH1078: REF is not what the reference has there.</exception>
    public static NormalizationCounts Run(VcfReader reader, VcfWriter writer, NormalizationOptions options)
    {
        var normalizer = new VariantNormalizer(reader.Header, writer, options);
        writer.Write(reader.Header);
        while (reader.TryRead()) normalizer.Add(VariantDraft.Of(reader.Record));
        normalizer.Flush(long.MaxValue);
        return new(normalizer.total, normalizer.split, normalizer.realigned);
    }

    private void Add(VariantDraft record)
    {
        total++;
        if (pending.Count > 0 && pending[0].ContigIndex != record.ContigIndex) Flush(long.MaxValue);
        Flush(record.Position - SortingWindow);
        if (options.Rows == MultiallelicRows.Split && record.Alternates.Count > 1 && Concerns(record))
        {
            split++;
            foreach (var one in AlleleSplitter.Split(record, header)) Place(one);
        }
        else Place(record);
    }

    private bool Concerns(VariantDraft record) => options.Kinds switch
    {
        MultiallelicKinds.Snps => record.Kinds.HasFlag(VariantKinds.Snp),
        MultiallelicKinds.Indels => record.Kinds.HasFlag(VariantKinds.Indel),
        _ => true,
    };

    /// <summary>Aligns a record and puts it behind those that do not come after it.</summary>
    private void Place(VariantDraft record)
    {
        if (aligner is not null && aligner.Align(record)) realigned++;
        var at = pending.Count;
        while (at > 0 && pending[at - 1].Position > record.Position) at--;
        pending.Insert(at, record);
    }

    /// <summary>Writes the records before a position.</summary>
    private void Flush(long before)
    {
        var done = 0;
        while (done < pending.Count && pending[done].Position < before)
        {
            var end = done + 1;
            while (end < pending.Count && pending[end].Position == pending[done].Position) end++;
            WriteSite(pending[done..end]);
            done = end;
        }
        pending.RemoveRange(0, done);
    }

    private void WriteSite(List<VariantDraft> site)
    {
        if (options.Rows != MultiallelicRows.Join || site.Count == 1) site.ForEach(Write);
        else
            foreach (var group in Groups(site)) Write(group.Count == 1 ? group[0] : AlleleJoiner.Join(group, header));
    }

    private void Write(VariantDraft record)
    {
        line.Clear();
        record.Write(line);
        writer.Write(line.ToString());
    }

    private IEnumerable<List<VariantDraft>> Groups(List<VariantDraft> site)
    {
        if (options.Kinds == MultiallelicKinds.Any) return [site];
        if (options.Kinds == MultiallelicKinds.Both) return SubstitutionsFirst(site);
        return site.Where(r => !Concerns(r)).Select(r => new List<VariantDraft> { r })
            .Concat(site.Where(Concerns).GroupBy(_ => true).Select(g => g.ToList()));
    }

    /// <summary>Substitutions, then everything else; records without ALT go with the first there is.</summary>
    private static IEnumerable<List<VariantDraft>> SubstitutionsFirst(List<VariantDraft> site)
    {
        static bool IsSubstitution(VariantDraft record) => record.Kinds.HasFlag(VariantKinds.Snp);
        static bool IsReference(VariantDraft record) => record.Kinds == VariantKinds.Reference;
        if (!site.Exists(IsSubstitution)) return [[.. site.OrderBy(IsReference)]];
        return new List<VariantDraft>[] { [.. site.Where(r => IsSubstitution(r) || IsReference(r))], [.. site.Where(r => !IsSubstitution(r) && !IsReference(r))] }.Where(g => g.Count > 0);
    }
}
