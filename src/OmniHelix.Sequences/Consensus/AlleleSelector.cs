using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus;

/// <summary>What a genotype says about a sequence.</summary>
internal enum PickKind
{
    /// <summary>Nothing: the record is passed over.</summary>
    None,

    /// <summary>The genotype is missing.</summary>
    Missing,

    /// <summary>The reference allele.</summary>
    Reference,

    /// <summary>An alternate allele.</summary>
    Alternate,

    /// <summary>An allele that the record does not have.</summary>
    Broken,

    /// <summary>The person has fewer alleles than the haplotype asks for.</summary>
    TooFewAlleles,
}

/// <summary>The allele that was picked.</summary>
/// <param name="Kind">What the genotype says.</param>
/// <param name="Text">The alternate allele, as it stands in the file or merged into ambiguity codes.</param>
internal readonly record struct AllelePick(PickKind Kind, string Text = "")
{
    public static readonly AllelePick None = new(PickKind.None);
    public static readonly AllelePick Missing = new(PickKind.Missing);
    public static readonly AllelePick Reference = new(PickKind.Reference);
    public static readonly AllelePick Broken = new(PickKind.Broken);
}

/// <summary>The alleles of one record.</summary>
/// <param name="Reference">REF.</param>
/// <param name="Alternates">ALT; empty for <c>.</c>.</param>
/// <param name="Span">Reference bases that the record covers.</param>
internal readonly record struct RecordAlleles(string Reference, IReadOnlyList<string> Alternates, long Span);

/// <summary>Picks the allele that goes into a sequence.</summary>
internal static class AlleleSelector
{
    /// <summary>Picks without genotypes.</summary>
    /// <param name="alleles">The record.</param>
    /// <param name="iupac">Merge REF and all ALT.</param>
    public static AllelePick WithoutGenotypes(in RecordAlleles alleles, bool iupac)
    {
        if (alleles.Alternates.Count == 0) return AllelePick.Reference;
        var first = alleles.Alternates[0];
        if (!iupac) return new AllelePick(PickKind.Alternate, first);
        var literal = alleles.Alternates.Where(a => IupacUnion.IsLiteral(a)).ToList();
        if (literal.Count == 0) return new AllelePick(PickKind.Alternate, first);
        var longest = literal.MaxBy(a => a.Length)!;
        if (IupacUnion.IsLiteral(alleles.Reference)) literal.Add(alleles.Reference);
        // bcftools merges into the longest allele, yet applies the first.
        return new AllelePick(PickKind.Alternate, ReferenceEquals(longest, first) ? IupacUnion.Merge(first, literal) : first);
    }

    /// <summary>Picks the haplotype of one person.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="call">The person's alleles, coded as <see cref="GenotypeCode"/> says.</param>
    /// <param name="alleles">The record.</param>
    public static AllelePick Haplotype(HaplotypeRule rule, ReadOnlySpan<short> call, in RecordAlleles alleles) => rule.Kind switch
    {
        HaplotypeKind.Number => Numbered(rule.Number, call, alleles),
        HaplotypeKind.NumberIfPhased =>
            GenotypeCode.IsPhased(call[0]) || GenotypeCode.IsPhased(call[^1]) ? Numbered(rule.Number, call, alleles) : Union(call, alleles),
        HaplotypeKind.Iupac => Union(call, alleles),
        _ => Compared(rule.Kind, call, alleles),
    };

    /// <summary>
    /// The ambiguity code of all alleles that are called; with the calls of several people one after the other, of all of them.
    /// </summary>
    public static AllelePick Union(ReadOnlySpan<short> calls, in RecordAlleles alleles)
    {
        var called = new bool[alleles.Alternates.Count + 1];
        var any = false;
        foreach (var code in calls)
        {
            if (code == GenotypeCode.EndOfVector || GenotypeCode.IsMissing(code)) continue;
            var allele = GenotypeCode.Allele(code);
            if (allele >= called.Length) return AllelePick.Broken;
            called[allele] = any = true;
        }
        if (!any) return AllelePick.Missing;
        var alternates = new List<string>();
        for (var i = 1; i < called.Length; i++)
            if (called[i]) alternates.Add(alleles.Alternates[i - 1]);
        if (alternates.Count == 0) return AllelePick.Reference;
        var literal = alternates.FindAll(a => IupacUnion.IsLiteral(a));
        if (literal.Count == 0) return new AllelePick(PickKind.Alternate, alternates[0]);
        var longest = literal.MaxBy(a => a.Length)!;
        if (called[0] && IupacUnion.IsLiteral(alleles.Reference)) literal.Add(alleles.Reference);
        return new AllelePick(PickKind.Alternate, IupacUnion.Merge(longest, literal));
    }

    private static AllelePick Numbered(int number, ReadOnlySpan<short> call, in RecordAlleles alleles)
    {
        if (number > call.Length)
            return GenotypeCode.IsMissing(call[0]) || GenotypeCode.IsMissing(call[^1])
                ? AllelePick.Missing
                : new AllelePick(PickKind.TooFewAlleles);
        var code = call[number - 1];
        return code == GenotypeCode.EndOfVector || GenotypeCode.IsMissing(code)
            ? AllelePick.Missing
            : Allele(GenotypeCode.Allele(code), alleles);
    }

    private static AllelePick Compared(HaplotypeKind kind, ReadOnlySpan<short> call, in RecordAlleles alleles)
    {
        var end = call.IndexOf(GenotypeCode.EndOfVector);
        if (end >= 0) call = call[..end];
        if (call.IsEmpty) return AllelePick.Missing;
        foreach (var code in call)
        {
            if (GenotypeCode.IsMissing(code)) return AllelePick.Missing;
            if (GenotypeCode.Allele(code) > alleles.Alternates.Count) return AllelePick.Broken;
        }
        var different = 1;
        while (different < call.Length && GenotypeCode.Allele(call[different]) == GenotypeCode.Allele(call[different - 1])) different++;
        if (different == call.Length) return Allele(GenotypeCode.Allele(call[0]), alleles);
        return Allele(kind is HaplotypeKind.Reference or HaplotypeKind.Alternate
            ? ByReference(kind, call, GenotypeCode.Allele(call[different]))
            : ByLength(kind, call, alleles), alleles);
    }

    private static int ByReference(HaplotypeKind kind, ReadOnlySpan<short> call, int start)
    {
        if (kind == HaplotypeKind.Alternate && start != 0) return start;
        foreach (var code in call)
        {
            var allele = GenotypeCode.Allele(code);
            if (kind == HaplotypeKind.Reference ? allele == 0 : allele != 0) return allele;
        }
        return start;
    }

    private static int ByLength(HaplotypeKind kind, ReadOnlySpan<short> call, in RecordAlleles alleles)
    {
        var wantsLonger = kind is HaplotypeKind.LongerOrReference or HaplotypeKind.LongerOrAlternate;
        var wantsReference = kind is HaplotypeKind.LongerOrReference or HaplotypeKind.ShorterOrReference;
        var best = GenotypeCode.Allele(call[0]);
        foreach (var code in call[1..])
        {
            var allele = GenotypeCode.Allele(code);
            var longer = Length(allele, alleles).CompareTo(Length(best, alleles));
            if (longer == 0 ? wantsReference ? allele == 0 : best == 0 : wantsLonger == longer > 0) best = allele;
        }
        return best;
    }

    private static long Length(int allele, in RecordAlleles alleles) => allele == 0 ? alleles.Span : alleles.Alternates[allele - 1].Length;

    private static AllelePick Allele(int allele, in RecordAlleles alleles) => allele == 0 ? AllelePick.Reference
        : allele > alleles.Alternates.Count ? AllelePick.Broken
        : new AllelePick(PickKind.Alternate, alleles.Alternates[allele - 1]);
}
