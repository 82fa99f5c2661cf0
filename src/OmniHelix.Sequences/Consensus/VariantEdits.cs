using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tabix;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus;

/// <summary>
/// The edits of sequences from a VCF, in order; records that leave the sequence as it is take no memory. A whole contig makes the file be
/// read once from start to end; a part of one reads the records of that part, when the file has an index.
/// </summary>
/// <param name="vcf">Behind its header.</param>
/// <param name="path">The file, or <c>-</c>.</param>
/// <param name="edits">The choice of alleles.</param>
/// <param name="accepts">Which records count; null for all.</param>
/// <param name="exactNames">Contig names must agree to the letter; otherwise <c>1</c> is <c>chr1</c>.</param>
internal sealed class VariantEdits(
    VcfReader vcf, string path, EditReader edits, Predicate<VariantRecord>? accepts, bool exactNames) : IDisposable
{
    // Reading adds to the header what only records name.
    private readonly string[] declared = [.. vcf.Header.Contigs.Select(contig => contig.Name)];
    private Dictionary<string, List<ConsensusEdit>>? whole;
    private IRegionLines? indexed;
    private RecordContigs contigs = new(exactNames);

    /// <summary>Whether the file has any record.</summary>
    public bool HasRecords { get; private set; }

    /// <summary>The edits of a sequence, and perhaps others of its contig; null when the VCF does not know the contig.</summary>
    /// <exception cref="OmniException">OH1022: records of one contig stand under two names; and what the reader says.</exception>
    public IReadOnlyList<ConsensusEdit>? Of(ConsensusTarget target)
    {
        if (whole is null && (target.IsWhole || !TryIndex())) whole = ReadAll();
        if (contigs.Find(target.Contig) is not { } contig) return IsDeclared(target.Contig) ? [] : null;
        if (whole is not null) return whole[contig];
        // A window may begin, or lie, before its contig.
        return ReadRegion(new GenomicRegion(contig, Math.Max(0, target.Start), Math.Max(1, target.End), contig));
    }

    /// <summary>Whether records lie on a contig, as far as they were read.</summary>
    public bool HasRecordsOf(string contig) => contigs.Find(contig) is not null;

    /// <summary>A contig of records, as far as they were read, that the header does not declare; null when there is none.</summary>
    public string? Undeclared => contigs.Names.FirstOrDefault(name => !IsDeclared(name));

    /// <summary>Closes the index; the reader belongs to the caller.</summary>
    public void Dispose() => indexed?.Dispose();

    private bool IsDeclared(string contig) => declared.Any(name => exactNames ? name == contig : ContigNames.AreSame(name, contig));

    private bool TryIndex()
    {
        if (indexed is null && path != "-" && (indexed = RegionLines.TryOpen(path)) is not null)
        {
            HasRecords = indexed.Names.Count > 0;
            foreach (var name in indexed.Names) contigs.Add(name, path);
        }
        return indexed is not null;
    }

    private Dictionary<string, List<ConsensusEdit>> ReadAll()
    {
        var byContig = new Dictionary<string, List<ConsensusEdit>>();
        contigs = new RecordContigs(exactNames);
        List<ConsensusEdit> list = [];
        var contig = "";
        while (vcf.TryRead())
        {
            var record = vcf.Record;
            HasRecords = true;
            if (record.Contig != contig)
            {
                contig = record.Contig;
                contigs.Add(contig, record.Place);
                if (!byContig.TryGetValue(contig, out list!)) byContig.Add(contig, list = []);
            }
            Take(record, list);
        }
        return byContig;
    }

    private List<ConsensusEdit> ReadRegion(GenomicRegion region)
    {
        var list = new List<ConsensusEdit>();
        vcf.Visit(indexed!, region, record => Take(record, list));
        return list;
    }

    private void Take(VariantRecord record, List<ConsensusEdit> list)
    {
        if (accepts is not null && !accepts(record)) return;
        if (edits.TryEdit(record, out var edit)) list.Add(edit);
    }
}
