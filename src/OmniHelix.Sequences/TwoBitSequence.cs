using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Sequences;

/// <summary>
/// Four bases a byte: A 0, C 1, G 2, T and U 3, in either case; the first base in the high bits; every other letter 0, as is the padding of
/// the last byte.
/// </summary>
public static class TwoBitSequence
{
    private const int Step = 128;

    // By the low half of an upper-case letter: A 1, C 3, T 4, U 5, G 7. The first table tells whether the letter is one of them.
    private static readonly Vector256<byte> Bases = SmallTable.Both(
        Vector128.Create(255, (byte)'A', 255, (byte)'C', (byte)'T', (byte)'U', 255, (byte)'G', 255, 255, 255, 255, 255, 255, 255, 255));
    private static readonly Vector256<byte> Codes = SmallTable.Both(Vector128.Create((byte)0, 0, 0, 1, 3, 3, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0));

    private static ReadOnlySpan<byte> Letters => "ACGT"u8;

    /// <summary>Bytes that <paramref name="bases"/> bases take.</summary>
    public static int PackedLength(int bases) => (int)(((long)bases + 3) / 4);

    /// <summary>Packs letters.</summary>
    /// <param name="letters">ASCII.</param>
    /// <param name="packed">At least <see cref="PackedLength"/> bytes.</param>
    public static void Pack(ReadOnlySpan<byte> letters, Span<byte> packed)
    {
        CheckRoom(letters.Length, packed);
        ref var source = ref MemoryMarshal.GetReference(letters);
        ref var target = ref MemoryMarshal.GetReference(packed);
        var i = 0;
        for (; i <= letters.Length - Step; i += Step)
        {
            Narrow(
                Four(Upper(Vector256.LoadUnsafe(ref source, (nuint)i))), Four(Upper(Vector256.LoadUnsafe(ref source, (nuint)i + 32))),
                Four(Upper(Vector256.LoadUnsafe(ref source, (nuint)i + 64))), Four(Upper(Vector256.LoadUnsafe(ref source, (nuint)i + 96))))
                .StoreUnsafe(ref target, (nuint)i / 4);
        }
        PackRest(letters[i..], packed[(i / 4)..]);
    }

    private static void CheckRoom(int letters, Span<byte> packed)
    {
        if (packed.Length < PackedLength(letters))
            throw new ArgumentException("The destination is too short for the sequence.", nameof(packed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Upper(Vector256<byte> letters)
    {
        var lower = Vector256.LessThan(letters - Vector256.Create((byte)'a'), Vector256.Create((byte)26));
        return letters ^ (lower & Vector256.Create((byte)0x20));
    }

    // Four codes in each 32-bit lane, the first in its lowest byte, become one byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Four(Vector256<byte> upper)
    {
        var low = upper & Vector256.Create((byte)15);
        var codes = (SmallTable.Lookup(Codes, low) & Vector256.Equals(SmallTable.Lookup(Bases, low), upper)).AsUInt32();
        return ((codes << 6) | (codes >>> 4) | (codes >>> 14) | (codes >>> 24)) & Vector256.Create(255u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Narrow(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) =>
        Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d));

    private static void PackRest(ReadOnlySpan<byte> letters, Span<byte> packed)
    {
        for (var i = 0; i < letters.Length; i += 4)
        {
            var four = 0;
            for (var j = 0; j < 4; j++)
            {
                var code = i + j < letters.Length
                    ? Letters.IndexOf((byte)(letters[i + j] & 0xDF) is (byte)'U' ? (byte)'T' : (byte)(letters[i + j] & 0xDF))
                    : 0;
                four = (four << 2) | Math.Max(code, 0);
            }
            packed[i / 4] = (byte)four;
        }
    }
}
