using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>
/// The edits of many people over a stretch of one contig. Every distinct edit is stored once; a haplotype is the sorted list of the numbers
/// of its edits, so that what is as in the reference takes no memory. Haplotype <c>2 p + h</c> is haplotype h (0 or 1) of person p; the
/// rule is <see cref="HaplotypeRule.Phased"/>.
/// </summary>
internal sealed class HaplotypeEdits
{
    private const uint PhasedReference = 0x0003_0002;
    private const uint UnphasedReference = 0x0002_0002;

    private readonly bool withIndels;
    private readonly HaploidCalls haploid;
    private readonly bool[] isHaploid;
    private readonly List<ConsensusEdit> edits = [];
    private readonly int[][] numbers;
    private readonly int[] counts;

    // The calls of the record at hand and the two edits of each; few calls differ within a record.
    private readonly List<(long Call, int First, int Second)> calls = [];
    private readonly List<(string Text, int Edit)> spelled = [];
    private bool anyHaploid;

    /// <summary>Begins without records.</summary>
    /// <param name="people">How many.</param>
    /// <param name="withIndels">Take every record; otherwise those whose alternates all replace one base.</param>
    /// <param name="haploid">What becomes of calls of one allele.</param>
    public HaplotypeEdits(int people, bool withIndels, HaploidCalls haploid = HaploidCalls.Bcftools)
    {
        this.withIndels = withIndels;
        this.haploid = haploid;
        isHaploid = new bool[people];
        numbers = new int[2 * people][];
        counts = new int[2 * people];
        Array.Fill(numbers, []);
    }

    /// <summary>What was passed over.</summary>
    public EditNotices Notices { get; } = new();

    /// <summary>Entries of all lists together.</summary>
    public long Entries { get; private set; }

    /// <summary>All edits, in the order of their positions.</summary>
    public ReadOnlySpan<ConsensusEdit> Edits => CollectionsMarshal.AsSpan(edits);

    /// <summary>The edits of one haplotype: numbers into <see cref="Edits"/>, rising.</summary>
    public ReadOnlySpan<int> Of(int haplotype) => numbers[haplotype].AsSpan(0, counts[haplotype]);

    /// <summary>Whether a person has had a haploid call since the contig began.</summary>
    public bool IsHaploid(int person) => isHaploid[person];

    /// <summary>Begins a contig.</summary>
    public void BeginContig()
    {
        Clear();
        Array.Clear(isHaploid);
    }

    /// <summary>Forgets the records and keeps the memory.</summary>
    public void Clear()
    {
        edits.Clear();
        Array.Clear(counts);
        Entries = 0;
    }

    /// <summary>Takes the calls of a record.</summary>
    /// <param name="record">Its positions never go back.</param>
    /// <param name="columns">The column of every person in the VCF.</param>
    public void Add(VariantRecord record, ReadOnlySpan<int> columns)
    {
        if (!withIndels && record.Kinds != VariantKinds.Snp) return;
        var genotypes = record.Genotypes;
        if (genotypes.IsEmpty) return;
        calls.Clear();
        spelled.Clear();
        anyHaploid = false;
        var ploidy = record.Ploidy;
        if (ploidy == 2) AddDiploid(record, MemoryMarshal.Cast<short, uint>(genotypes), columns);
        else
            for (var person = 0; person < columns.Length; person++)
                Add(person, Choose(record, genotypes.Slice(columns[person] * ploidy, ploidy)));
        // Few records have such calls, and then people are asked one by one.
        for (var person = 0; anyHaploid && person < columns.Length; person++)
            isHaploid[person] |= HaploidCall.Is(genotypes.Slice(columns[person] * ploidy, ploidy));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddDiploid(VariantRecord record, ReadOnlySpan<uint> pairs, ReadOnlySpan<int> columns)
    {
        for (var person = 0; person < columns.Length; person++)
        {
            var pair = pairs[columns[person]];
            if (pair is PhasedReference or UnphasedReference) continue;
            var known = false;
            foreach (var (call, first, second) in calls)
            {
                if (call != pair) continue;
                Add(person, (first, second));
                known = true;
                break;
            }
            if (known) continue;
            var chosen = Choose(record, MemoryMarshal.Cast<uint, short>(pairs.Slice(columns[person], 1)));
            calls.Add((pair, chosen.First, chosen.Second));
            Add(person, chosen);
        }
    }

    private void Add(int person, (int First, int Second) chosen)
    {
        if (chosen.First >= 0) Append(2 * person, chosen.First);
        if (chosen.Second >= 0) Append(2 * person + 1, chosen.Second);
    }

    private void Append(int haplotype, int edit)
    {
        ref var list = ref numbers[haplotype];
        ref var count = ref counts[haplotype];
        if (count == list.Length) Array.Resize(ref list, Math.Max(64, 2 * count));
        list[count++] = edit;
        Entries++;
    }

    private (int First, int Second) Choose(VariantRecord record, ReadOnlySpan<short> call)
    {
        var alleles = new RecordAlleles(record.Reference, record.Alternates, record.ReferenceSpan);
        if (HaploidCall.Is(call))
        {
            anyHaploid = true;
            if (haploid == HaploidCalls.Both)
            {
                var both = Number(AlleleSelector.Haplotype(HaplotypeRule.Phased(1), call, alleles), record, alleles);
                return (both, both);
            }
        }
        return (Number(AlleleSelector.Haplotype(HaplotypeRule.Phased(1), call, alleles), record, alleles),
            Number(AlleleSelector.Haplotype(HaplotypeRule.Phased(2), call, alleles), record, alleles));
    }

    private int Number(AllelePick pick, VariantRecord record, in RecordAlleles alleles)
    {
        ConsensusEdit edit;
        switch (pick.Kind)
        {
            case PickKind.Alternate:
                foreach (var (text, number) in spelled)
                    if (text == pick.Text) return number;
                if (!EditReader.TryAlternate(record.Position, alleles, pick.Text, literally: false, Notices, out edit)) return -1;
                spelled.Add((pick.Text, edits.Count));
                break;
            case PickKind.Broken:
                edit = ConsensusEdit.Broken(record.Position, record.Reference);
                break;
            default:
                return -1;
        }
        edits.Add(edit);
        return edits.Count - 1;
    }
}
