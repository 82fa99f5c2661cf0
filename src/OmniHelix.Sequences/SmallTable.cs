using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OmniHelix.Sequences;

/// <summary>A table of 16 bytes that is looked up for 32 letters at a time.</summary>
internal static class SmallTable
{
    /// <summary>The table in both halves of a vector, as <see cref="Lookup"/> takes it.</summary>
    public static Vector256<byte> Both(Vector128<byte> table) => Vector256.Create(table, table);

    /// <summary>The entries at some indices, which are under 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Lookup(Vector256<byte> table, Vector256<byte> indices) => Avx2.IsSupported
        ? Avx2.Shuffle(table, indices)
        : Vector256.Create(
            Vector128.Shuffle(table.GetLower(), indices.GetLower()), Vector128.Shuffle(table.GetLower(), indices.GetUpper()));
}
