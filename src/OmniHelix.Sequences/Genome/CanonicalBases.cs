using System.Numerics;
using System.Runtime.InteropServices;

namespace OmniHelix.Sequences.Genome;

/// <summary>The four letters that models read, and N for everything else; whole vectors at a time.</summary>
internal static class CanonicalBases
{
    /// <summary>Every letter outside A, C, G and T becomes N.</summary>
    /// <param name="bases">Changed in place.</param>
    /// <param name="keepLower">Lower case counts as another letter; otherwise it is raised first.</param>
    public static void Normalise(Span<byte> bases, bool keepLower = false)
    {
        var mask = keepLower ? (byte)0xFF : (byte)0xDF;
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(bases);
        foreach (ref var v in vectors)
        {
            var letter = v & new Vector<byte>(mask);
            var known = Vector.Equals(letter, new((byte)'A')) | Vector.Equals(letter, new((byte)'C'))
                | Vector.Equals(letter, new((byte)'G')) | Vector.Equals(letter, new((byte)'T'));
            v = Vector.ConditionalSelect(known, letter, new((byte)'N'));
        }
        foreach (ref var b in bases[(vectors.Length * Vector<byte>.Count)..])
            b = (byte)(b & mask) is var letter and ((byte)'A' or (byte)'C' or (byte)'G' or (byte)'T') ? letter : (byte)'N';
    }
}
