using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus;

/// <summary>The edits of one sequence from a whole VCF, by contig and in order; records that leave the sequence as it is take no memory.</summary>
internal sealed class VariantEdits
{
    private readonly Dictionary<string, List<ConsensusEdit>> byContig = [];
    private readonly HashSet<string> declared;
    private readonly ContigNames? aliases;

    private VariantEdits(VcfReader vcf, EditReader edits, Predicate<VariantRecord>? accepts, bool exactNames)
    {
        declared = [.. vcf.Header.Contigs.Select(c => c.Name)];
        List<ConsensusEdit> list = [];
        var contig = "";
        while (vcf.TryRead())
        {
            var record = vcf.Record;
            Records++;
            if (record.Contig != contig)
            {
                contig = record.Contig;
                declared.Add(contig);
                if (!byContig.TryGetValue(contig, out list!)) byContig.Add(contig, list = []);
            }
            if (accepts is not null && !accepts(record)) continue;
            if (edits.TryEdit(record, out var edit)) list.Add(edit);
        }
        Notices = edits.Notices;
        if (!exactNames) aliases = new ContigNames(declared, "the VCF");
    }

    /// <summary>Records of the file.</summary>
    public long Records { get; }

    /// <summary>What was passed over.</summary>
    public EditNotices Notices { get; }

    /// <summary>Reads the rest of a VCF.</summary>
    /// <param name="vcf">Behind its header.</param>
    /// <param name="edits">The choice of alleles.</param>
    /// <param name="accepts">Which records count; null for all.</param>
    /// <param name="exactNames">Contig names must agree to the letter; otherwise <c>1</c> is <c>chr1</c>.</param>
    public static VariantEdits Load(VcfReader vcf, EditReader edits, Predicate<VariantRecord>? accepts, bool exactNames) => new(vcf, edits, accepts, exactNames);

    /// <summary>The edits of a contig; null when the VCF does not know it.</summary>
    public IReadOnlyList<ConsensusEdit>? Of(string contig)
    {
        if (aliases is not null && aliases.TryIndexOf(contig, out var index)) contig = aliases[index];
        return byContig.TryGetValue(contig, out var list) ? list : declared.Contains(contig) ? [] : null;
    }
}
