using System.Runtime.InteropServices;

namespace OmniHelix.Sequences.Genome;

/// <summary>The other strand of bases of any IUPAC letter and case.</summary>
internal static class ReverseStrand
{
    private static readonly byte[] Complements = Table();

    /// <summary>Reverses and complements in place; case is kept, U pairs with A, other bytes stay.</summary>
    public static void Complement(Span<byte> bases)
    {
        bases.Reverse();
        ref var table = ref MemoryMarshal.GetArrayDataReference(Complements);
        foreach (ref var b in bases) b = System.Runtime.CompilerServices.Unsafe.Add(ref table, b);
    }

    private static byte[] Table()
    {
        var table = new byte[256];
        for (var i = 0; i < table.Length; i++) table[i] = i < 128 ? (byte)Alphabet.ReverseComplement([(char)i])[0] : (byte)i;
        return table;
    }
}
