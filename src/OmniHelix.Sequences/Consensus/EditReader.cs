using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus;

/// <summary>What was passed over while alleles were chosen.</summary>
internal sealed class EditNotices
{
    /// <summary>Alleles with characters that are no bases.</summary>
    public long NotSpelled { get; set; }

    /// <summary>Place of the first record whose genotype has too few alleles for the haplotype, such as <c>1:17</c>.</summary>
    public string? TooFewAlleles { get; set; }
}

/// <summary>Turns records into edits of one sequence: the choice of alleles, without regard to the sequence itself.</summary>
/// <param name="header">The header of the VCF.</param>
/// <param name="choice">Which alleles.</param>
/// <param name="options">How they become sequence.</param>
/// <param name="people">Columns of the selected people; for a haplotype exactly one.</param>
internal sealed class EditReader(VcfHeader header, AlleleChoice choice, ConsensusOptions options, IReadOnlyList<int> people)
{
    private readonly bool ignoresGenotypes = choice.IgnoreGenotypes || header.Samples.Count == 0;
    private short[] calls = [];

    /// <summary>What was passed over.</summary>
    public EditNotices Notices { get; } = new();

    /// <summary>The edit that a record asks for; false when the sequence stays as it is.</summary>
    public bool TryEdit(VariantRecord record, out ConsensusEdit edit)
    {
        edit = default;
        if (record.Alternates.Count == 0 && choice.Missing is null && options.Absent is null) return false;
        var alleles = new RecordAlleles(record.Reference, record.Alternates, record.ReferenceSpan);
        if (!TryEdit(record, alleles, out edit)) return false;
        edit = edit with { RecordEnd = record.Position + SpanOf(alleles) };
        return true;
    }

    /// <summary>The edit that writes an alternate allele; false for one that has no spelling.</summary>
    public static bool TryAlternate(
        long position, in RecordAlleles alleles, string alternate, bool literally, EditNotices notices, out ConsensusEdit edit)
    {
        edit = default;
        var known = alternate is "<DEL>" || ConsensusEdit.IsAnyAllele(alternate);
        if (!known && !literally && !IupacUnion.IsLiteral(alternate))
        {
            notices.NotSpelled++;
            return false;
        }
        edit = known || alternate[0] == '<'
            ? ConsensusEdit.Symbolic(position, SpanOf(alleles), alleles.Reference, alternate)
            : ConsensusEdit.Replace(position, alleles.Reference, alternate);
        return true;
    }

    private bool TryEdit(VariantRecord record, in RecordAlleles alleles, out ConsensusEdit edit)
    {
        edit = default;
        var pick = Pick(record, alleles);
        switch (pick.Kind)
        {
            case PickKind.Missing when choice.Missing is { } letter:
                var span = alleles.Span > 1 && alleles.Alternates.All(ConsensusEdit.IsAnyAllele) ? SpanOf(alleles) : 1;
                edit = ConsensusEdit.Missing(record.Position, span, record.Reference, letter);
                return true;
            // For bcftools the reference allele is a change where genotypes become ambiguity codes.
            case PickKind.Reference when options.BcftoolsCompatible && choice.Haplotype is null && !ignoresGenotypes
                && record.Alternates.Count > 0:
                edit = ConsensusEdit.Keep(record.Position, record.Reference);
                return true;
            case PickKind.Reference when options.Absent is not null:
                edit = ConsensusEdit.Freeze(record.Position, SpanOf(alleles));
                return true;
            case PickKind.Alternate:
                return TryAlternate(record.Position, alleles, pick.Text, options.BcftoolsCompatible, Notices, out edit);
            case PickKind.Broken:
                edit = ConsensusEdit.Broken(record.Position, record.Reference);
                return true;
            case PickKind.TooFewAlleles:
                Notices.TooFewAlleles ??= $"{record.Contig}:{record.Position + 1}";
                return false;
            default:
                return false;
        }
    }

    private AllelePick Pick(VariantRecord record, in RecordAlleles alleles)
    {
        if (ignoresGenotypes) return AlleleSelector.WithoutGenotypes(alleles, choice.Iupac);
        var genotypes = record.Genotypes;
        if (genotypes.IsEmpty) return AllelePick.None;
        var ploidy = record.Ploidy;
        if (choice.Haplotype is { } rule) return AlleleSelector.Haplotype(rule, genotypes.Slice(people[0] * ploidy, ploidy), alleles);
        if (people.Count == header.Samples.Count) return AlleleSelector.Union(genotypes, alleles);
        if (calls.Length < people.Count * ploidy) calls = new short[people.Count * ploidy];
        for (var i = 0; i < people.Count; i++) genotypes.Slice(people[i] * ploidy, ploidy).CopyTo(calls.AsSpan(i * ploidy));
        return AlleleSelector.Union(calls.AsSpan(0, people.Count * ploidy), alleles);
    }

    // Nothing is longer than a target, and a target has at most 2 Gb.
    private static int SpanOf(in RecordAlleles alleles) => (int)Math.Min(alleles.Span, int.MaxValue / 2);
}
