using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>What a call of two alleles can be; every call is one of them.</summary>
[Flags]
internal enum DiploidClasses
{
    None = 0,
    Missing = 1,
    Reference = 2,
    Alternate = 4,
    ReferenceAlternate = 8,
    TwoAlternates = 16,
    All = 31,
}

/// <summary>Sorts diploid calls into classes, 8 at a time.</summary>
internal static class DiploidCalls
{
    private const uint ReferenceCode = 2;

    /// <summary>Says of every call whether it is in one of some classes, as far as calls have two alleles.</summary>
    /// <param name="genotypes">Coded as <see cref="GenotypeCode"/> says, <c>[calls × 2]</c>.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="verdicts">One for each call.</param>
    /// <returns>How many calls were judged: up to a haploid one, or to the last few.</returns>
    public static int Judge(ReadOnlySpan<short> genotypes, DiploidClasses classes, Span<bool> verdicts)
    {
        if (!Vector256.IsHardwareAccelerated) return 0;
        var calls = MemoryMarshal.Cast<short, uint>(genotypes);
        ref var from = ref MemoryMarshal.GetReference(calls);
        ref var to = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(verdicts));
        var missing = Wanted(DiploidClasses.Missing);
        var reference = Wanted(DiploidClasses.Reference);
        var alternate = Wanted(DiploidClasses.Alternate);
        var mixed = Wanted(DiploidClasses.ReferenceAlternate);
        var alternates = Wanted(DiploidClasses.TwoAlternates);
        var at = 0;
        for (; at + Vector256<uint>.Count <= calls.Length; at += Vector256<uint>.Count)
        {
            // Without the bits that say phased, which padding has in another place.
            var codes = Vector256.LoadUnsafe(ref from, (nuint)at) & Vector256.Create(0xFFFEFFFEu);
            var (first, second) = (codes & Vector256.Create(0xFFFFu), codes >>> 16);
            if (Vector256.EqualsAny(second, Vector256.Create(0x8000u))) break;
            var isMissing = Vector256.Equals(first, Vector256<uint>.Zero) | Vector256.Equals(second, Vector256<uint>.Zero);
            var same = Vector256.Equals(first, second);
            var anyReference = Vector256.Equals(first, Vector256.Create(ReferenceCode)) | Vector256.Equals(
                second, Vector256.Create(ReferenceCode));
            var called = (same & ((anyReference & reference) | (~anyReference & alternate))) | (
                ~same & ((anyReference & mixed) | (~anyReference & alternates)));
            var holds = ((isMissing & missing) | (~isMissing & called)) & Vector256<uint>.One;
            var halves = Vector128.Narrow(holds.GetLower(), holds.GetUpper());
            Vector128.Narrow(halves, halves).GetLower().StoreUnsafe(ref to, (nuint)at);
        }
        return at;

        Vector256<uint> Wanted(DiploidClasses one) => (classes & one) != 0 ? Vector256<uint>.AllBitsSet : Vector256<uint>.Zero;
    }
}
