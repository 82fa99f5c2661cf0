using System.Globalization;
using System.Runtime.InteropServices;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary><c>GT="0|1"</c>: a call with these alleles in this order and phase, or with those of another alternative.</summary>
/// <param name="calls">The alternatives, coded as <see cref="GenotypeCode"/> says.</param>
/// <param name="samples">Whose calls.</param>
/// <param name="negate">The call is none of them.</param>
internal sealed class CallCondition(IReadOnlyList<short[]> calls, Subscript samples, bool negate) : ConditionNode
{
    /// <summary>Reads alternatives that commas separate; null when one of them is no call.</summary>
    public static IReadOnlyList<short[]>? Parse(string text)
    {
        var calls = new List<short[]>();
        foreach (var one in text.Split(','))
        {
            var codes = new List<short>();
            var phased = false;
            for (var at = 0; at <= one.Length;)
            {
                var end = one.AsSpan(at).IndexOfAny('|', '/') is >= 0 and var length ? at + length : one.Length;
                var allele = -1;
                if (one[at..end] is not "." and var number && !TryAllele(number, out allele)) return null;
                codes.Add(GenotypeCode.Of(allele, phased));
                if (end < one.Length) phased = one[end] == '|';
                at = end + 1;
            }
            calls.Add([.. codes]);
        }
        return calls;
    }

    private static bool TryAllele(string text, out int allele) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out allele) && allele <= GenotypeCode.LargestAllele;

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        var genotypes = record.CheckedGenotypes;
        var ploidy = record.Ploidy;
        verdict.Begin(ploidy == 0 ? 0 : record.Header.Samples.Count);
        var slots = verdict.Slots;
        slots.Clear();
        foreach (var call in calls)
            if (call.Length <= ploidy) Mark(genotypes, ploidy, call, slots);
        for (var i = 0; i < slots.Length && (negate || !samples.IsAll); i++) slots[i] = samples.Includes(i) && slots[i] != negate;
        verdict.Conclude(slots.Length);
    }

    private static void Mark(ReadOnlySpan<short> genotypes, int ploidy, short[] call, Span<bool> slots)
    {
        Span<short> wide = stackalloc short[ploidy];
        wide.Fill(GenotypeCode.EndOfVector);
        call.CopyTo(wide);
        if (ploidy == 2)
        {
            var wanted = MemoryMarshal.Cast<short, uint>(wide)[0];
            var pairs = MemoryMarshal.Cast<short, uint>(genotypes)[..slots.Length];
            for (var i = 0; i < pairs.Length; i++) slots[i] |= pairs[i] == wanted;
            return;
        }
        for (var i = 0; i < slots.Length; i++) slots[i] |= genotypes.Slice(i * ploidy, ploidy).SequenceEqual(wide);
    }
}
