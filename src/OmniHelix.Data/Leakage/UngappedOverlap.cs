using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Data.Leakage;

/// <summary>Two sequences laid over each other at an offset, without gaps, from end to end of what they share.</summary>
/// <param name="Length">Letters where both are.</param>
/// <param name="Compared">Of these, positions where neither has the letter for "anything".</param>
/// <param name="Matches">Of these, equal ones.</param>
internal readonly record struct UngappedOverlap(int Length, int Compared, int Matches)
{
    /// <summary>Share of equal letters; 0 where nothing can be compared.</summary>
    public double Identity => Compared == 0 ? 0 : (double)Matches / Compared;

    /// <summary>Letters both sequences cover when letter <paramref name="shift"/> of the first lies on letter 0 of the second.</summary>
    public static int LengthOf(int first, int second, int shift) => Math.Min(first, second + shift) - Math.Max(0, shift);

    /// <summary>Counts equal letters; stops early, with what was counted, once <paramref name="identity"/> cannot be reached.</summary>
    /// <param name="first">Normalised letters.</param>
    /// <param name="second">Normalised letters.</param>
    /// <param name="shift">Letter of the first that lies on letter 0 of the second; may be negative.</param>
    /// <param name="wildcard">Letter that says nothing: N, or X in proteins.</param>
    /// <param name="identity">Least identity of interest.</param>
    public static UngappedOverlap Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int shift, byte wildcard, double identity)
    {
        var length = LengthOf(first.Length, second.Length, shift);
        if (length <= 0) return default;
        var a = first.Slice(Math.Max(0, shift), length);
        var b = second.Slice(Math.Max(0, -shift), length);
        var mostMismatches = (int)((1 - identity) * length);
        var (compared, matches) = (0, 0);
        for (var done = 0; done < length; done += Block)
        {
            var n = Math.Min(Block, length - done);
            Count(a.Slice(done, n), b.Slice(done, n), wildcard, ref compared, ref matches);
            if (compared - matches > mostMismatches) break;
        }
        return new UngappedOverlap(length, compared, matches);
    }

    private const int Block = 256;

    private static void Count(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, byte wildcard, ref int compared, ref int matches)
    {
        var i = 0;
        var any = Vector256.Create(wildcard);
        for (; i + Vector256<byte>.Count <= a.Length; i += Vector256<byte>.Count)
        {
            var x = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(a), (nuint)i);
            var y = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(b), (nuint)i);
            var silent = Vector256.Equals(x, any) | Vector256.Equals(y, any);
            compared += Vector256<byte>.Count - BitOperations.PopCount(silent.ExtractMostSignificantBits());
            matches += BitOperations.PopCount(Vector256.AndNot(Vector256.Equals(x, y), silent).ExtractMostSignificantBits());
        }
        for (; i < a.Length; i++)
        {
            if (a[i] == wildcard || b[i] == wildcard) continue;
            compared++;
            if (a[i] == b[i]) matches++;
        }
    }
}
