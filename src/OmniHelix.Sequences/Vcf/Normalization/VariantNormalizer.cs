using System.Text;

namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>
/// Brings records into a normal form, as <c>bcftools norm</c> does: alleles split or joined, aligned to the left, and sorted again.
/// </summary>
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
    private readonly Action<OmniException>? warn;
    private long total, split, realigned, skipped;

    private VariantNormalizer(VcfHeader header, VcfWriter writer, NormalizationOptions options, Action<OmniException>? warn)
    {
        this.header = header;
        this.writer = writer;
        this.options = options;
        this.warn = warn;
        aligner = options.Reference is null ? null : new LeftAligner(options.Reference);
    }

    /// <summary>Reads the records of a source and writes them normalised; the header goes first.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="writer">What is written to.</param>
    /// <param name="options">What is done.</param>
    /// <param name="warn">Is given what <see cref="ReferenceMismatch.Warn"/> finds.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="OmniException">
    /// OH1069, OH1071: values that do not fit the alleles; OH1078: REF is not what the reference has there.
    /// </exception>
    public static NormalizationCounts Run(
        VariantSource source,
        VcfWriter writer,
        NormalizationOptions options,
        Action<OmniException>? warn = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        var normalizer = new VariantNormalizer(source.Header, writer, options, warn);
        writer.Write(source.Header);
        source.Visit(record =>
        {
            record.RequireAlleles();
            normalizer.Add(VariantDraft.Of(record));
        }, progress, cancellation);
        normalizer.Flush(long.MaxValue);
        return new(normalizer.total, normalizer.split, normalizer.realigned, normalizer.skipped);
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
        if (aligner is not null && !TryAlign(record, aligner)) return;
        var at = pending.Count;
        while (at > 0 && pending[at - 1].Position > record.Position) at--;
        pending.Insert(at, record);
    }

    private bool TryAlign(VariantDraft record, LeftAligner aligner)
    {
        if (aligner.Contradiction(record) is not { } contradiction)
        {
            if (aligner.Align(record)) realigned++;
            return true;
        }
        switch (options.Mismatch)
        {
            case ReferenceMismatch.Warn:
                warn?.Invoke(contradiction);
                return true;
            case ReferenceMismatch.Exclude:
                skipped++;
                return false;
            default:
                throw contradiction;
        }
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
        var known = new KnownAlleles(options.Duplicates);
        site.RemoveAll(known.Repeats);
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
        List<VariantDraft> substitutions = [.. site.Where(record => IsSubstitution(record) || IsReference(record))];
        List<VariantDraft> others = [.. site.Except(substitutions)];
        return others.Count > 0 ? [substitutions, others] : [substitutions];
    }
}
