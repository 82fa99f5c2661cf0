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
    private readonly HashSet<string> known = [.. vcf.Header.Contigs.Select(c => c.Name)];
    private Dictionary<string, List<ConsensusEdit>>? whole;
    private IRegionLines? indexed;
    private ContigNames? aliases;

    /// <summary>Whether the file has any record.</summary>
    public bool HasRecords { get; private set; }

    /// <summary>The edits of a sequence, and perhaps others of its contig; null when the VCF does not know the contig.</summary>
    public IReadOnlyList<ConsensusEdit>? Of(ConsensusTarget target)
    {
        if (whole is null && (target.IsWhole || !TryIndex())) whole = ReadAll();
        if (!exactNames) aliases ??= new ContigNames(known, "the VCF");
        var contig = aliases is not null && aliases.TryIndexOf(target.Contig, out var place) ? aliases[place] : target.Contig;
        if (!known.Contains(contig)) return null;
        if (whole is not null) return whole.GetValueOrDefault(contig, []);
        return indexed!.Names.Contains(contig) ? ReadRegion(new GenomicRegion(contig, target.Start, target.End, contig)) : [];
    }

    /// <summary>Closes the index; the reader belongs to the caller.</summary>
    public void Dispose() => indexed?.Dispose();

    private bool TryIndex()
    {
        if (indexed is null && path != "-" && (indexed = RegionLines.TryOpen(path)) is not null)
        {
            HasRecords = indexed.Names.Count > 0;
            known.UnionWith(indexed.Names);
        }
        return indexed is not null;
    }

    private Dictionary<string, List<ConsensusEdit>> ReadAll()
    {
        var byContig = new Dictionary<string, List<ConsensusEdit>>();
        List<ConsensusEdit> list = [];
        var contig = "";
        while (vcf.TryRead())
        {
            var record = vcf.Record;
            HasRecords = true;
            if (record.Contig != contig)
            {
                contig = record.Contig;
                known.Add(contig);
                if (!byContig.TryGetValue(contig, out list!)) byContig.Add(contig, list = []);
            }
            Take(record, list);
        }
        aliases = null;
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
