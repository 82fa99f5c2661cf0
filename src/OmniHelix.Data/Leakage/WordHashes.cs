using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Data.Leakage;

/// <summary>
/// Hashes of all words of k letters in a stretch, four at a time: neighbouring letters become units of a byte, and a word is put together
/// from the units that cover it. A unit may be covered twice, since equal bits can be laid over each other. Not for several threads at
/// once.
/// </summary>
internal sealed class WordHashes
{
    private const int BasesOfUnit = 4, BitsOfBase = 2, BitsOfResidue = 5;

    private readonly int k, unit, bits;
    private readonly bool protein, bothStrands;
    private readonly int[] offsets;
    private readonly byte[] codes;
    private readonly ulong[] forward, reverse;

    /// <param name="options">Length of the words, strands, and whether they are words of proteins.</param>
    /// <param name="most">Letters of the longest stretch.</param>
    public WordHashes(LeakageOptions options, int most)
    {
        k = options.EffectiveWordLength;
        protein = options.Protein;
        bothStrands = options.ReverseStrand && !protein;
        (unit, bits) = protein ? (1, BitsOfResidue) : (BasesOfUnit, BitsOfBase);
        offsets = [.. Enumerable.Range(0, (k + unit - 1) / unit).Select(i => Math.Min(i * unit, k - unit))];
        var room = most + (2 * Vector256<byte>.Count);
        codes = new byte[room];
        forward = new ulong[room];
        reverse = bothStrands ? new ulong[room] : [];
    }

    /// <summary>Hashes every word.</summary>
    /// <param name="letters">Letters that words have, nothing else; at least one word.</param>
    /// <param name="hashes">Of each word or, if that is smaller, of its reverse complement; odd. Up to 3 more are written.</param>
    /// <param name="strands">One bit a word, the first in the lowest bit: the reverse complement was taken.</param>
    /// <returns>Number of words.</returns>
    public int Of(ReadOnlySpan<byte> letters, Span<ulong> hashes, Span<ulong> strands)
    {
        letters.CopyTo(codes);
        var words = letters.Length - k + 1;
        Encode(letters.Length);
        Units(letters.Length - unit + 1);
        strands[..((words + 63) / 64)].Clear();
        ref var f = ref MemoryMarshal.GetArrayDataReference(forward);
        ref var r = ref MemoryMarshal.GetArrayDataReference(reverse);
        ref var to = ref MemoryMarshal.GetReference(hashes);
        for (var at = 0; at < words; at += Vector256<ulong>.Count)
        {
            var word = Word(ref f, at, last: true);
            if (bothStrands)
            {
                var other = Word(ref r, at, last: false);
                strands[at >> 6] |= (ulong)Vector256.LessThan(other, word).ExtractMostSignificantBits() << (at & 63);
                word = Vector256.Min(word, other);
            }
            (Mix(word) | Vector256<ulong>.One).StoreUnsafe(ref to, (nuint)at);
        }
        return words;
    }

    /// <summary>A mixing that maps different words to different hashes (the finalizer of SplitMix64).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Mix(Vector256<ulong> x)
    {
        x = (x ^ (x >>> 30)) * Vector256.Create(0xBF58476D1CE4E5B9UL);
        x = (x ^ (x >>> 27)) * Vector256.Create(0x94D049BB133111EBUL);
        return x ^ (x >>> 31);
    }

    // The first letter of a word is its highest; of the reverse complement the last one is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<ulong> Word(ref ulong units, int at, bool last)
    {
        var word = Vector256<ulong>.Zero;
        foreach (var offset in offsets)
            word |= Vector256.LoadUnsafe(ref units, (nuint)(at + offset)) << (bits * (last ? k - unit - offset : offset));
        return word;
    }

    // A 0, C 1, G 2, T 3: bits 1 and 2 of the letter are A 0, C 1, T 2, G 3.
    private void Encode(int letters)
    {
        ref var code = ref MemoryMarshal.GetArrayDataReference(codes);
        for (var i = 0; i < letters; i += Vector256<byte>.Count)
        {
            var letter = Vector256.LoadUnsafe(ref code, (nuint)i);
            if (protein) letter -= Vector256.Create((byte)'A');
            else
            {
                letter = (letter >>> 1) & Vector256.Create((byte)3);
                letter ^= letter >>> 1;
            }
            letter.StoreUnsafe(ref code, (nuint)i);
        }
    }

    private void Units(int count)
    {
        ref var code = ref MemoryMarshal.GetArrayDataReference(codes);
        for (var i = 0; i < count; i += Vector256<byte>.Count)
        {
            var a = Vector256.LoadUnsafe(ref code, (nuint)i);
            if (protein)
            {
                Widen(a, forward, i);
                continue;
            }
            var b = Vector256.LoadUnsafe(ref code, (nuint)i + 1);
            var c = Vector256.LoadUnsafe(ref code, (nuint)i + 2);
            var d = Vector256.LoadUnsafe(ref code, (nuint)i + 3);
            Widen((a << 6) | (b << 4) | (c << 2) | d, forward, i);
            if (bothStrands) Widen(~(a | (b << 2) | (c << 4) | (d << 6)), reverse, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector256<byte> bytes, ulong[] to, int at)
    {
        ref var target = ref MemoryMarshal.GetArrayDataReference(to);
        var (low, high) = Vector256.Widen(bytes);
        Store(low, ref target, at);
        Store(high, ref target, at + 16);

        static void Store(Vector256<ushort> values, ref ulong target, int at)
        {
            var (low, high) = Vector256.Widen(values);
            var (a, b) = Vector256.Widen(low);
            var (c, d) = Vector256.Widen(high);
            a.StoreUnsafe(ref target, (nuint)at);
            b.StoreUnsafe(ref target, (nuint)at + 4);
            c.StoreUnsafe(ref target, (nuint)at + 8);
            d.StoreUnsafe(ref target, (nuint)at + 12);
        }
    }
}
