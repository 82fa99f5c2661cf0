using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Sequences;

/// <content>Complements.</content>
public static partial class Alphabet
{
    private const string From = "ACGTURYSWKMBDHVN";
    private const string ToDna = "TGCAAYRSWMKVHDBN";
    private const string ToRna = "UGCAAYRSWMKVHDBN";

    private static readonly ComplementTable DnaComplements = new(ToDna);
    private static readonly ComplementTable RnaComplements = new(ToRna);

    /// <summary>The reverse complement; ambiguity codes are complemented, case is kept, everything else stays as it is.</summary>
    /// <param name="sequence">Bases, 5' to 3'.</param>
    /// <param name="rna">A pairs with U instead of T.</param>
    public static string ReverseComplement(ReadOnlySpan<char> sequence, bool rna = false)
    {
        var result = new char[sequence.Length];
        ReverseComplement(sequence, result, rna);
        return new string(result);
    }

    /// <summary>The reverse complement into a buffer of at least the same length that does not overlap the source.</summary>
    /// <inheritdoc cref="ReverseComplement(ReadOnlySpan{char}, bool)"/>
    public static void ReverseComplement(ReadOnlySpan<char> sequence, Span<char> destination, bool rna = false)
    {
        CheckRoom(sequence.Length, destination.Length);
        var table = Complements(rna);
        for (var i = 0; i < sequence.Length; i++)
        {
            var c = sequence[i];
            destination[sequence.Length - 1 - i] = c < 128 ? (char)table.Of((byte)c) : c;
        }
    }

    /// <inheritdoc cref="ReverseComplement(ReadOnlySpan{char}, Span{char}, bool)"/>
    public static void ReverseComplement(ReadOnlySpan<byte> sequence, Span<byte> destination, bool rna = false)
    {
        CheckRoom(sequence.Length, destination.Length);
        var table = Complements(rna);
        ref var source = ref MemoryMarshal.GetReference(sequence);
        ref var target = ref MemoryMarshal.GetReference(destination);
        var i = 0;
        for (; i <= sequence.Length - 32; i += 32)
        {
            var reversed = Vector256.Shuffle(table.Of(Vector256.LoadUnsafe(ref source, (nuint)i)), Vector256.Create(
                (byte)31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
                15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
            reversed.StoreUnsafe(ref target, (nuint)(sequence.Length - i - 32));
        }
        for (; i < sequence.Length; i++) destination[sequence.Length - 1 - i] = table.Of(sequence[i]);
    }

    /// <summary>The reverse complement in place.</summary>
    /// <inheritdoc cref="ReverseComplement(ReadOnlySpan{char}, bool)"/>
    public static void ReverseComplement(Span<byte> sequence, bool rna = false)
    {
        Complement(sequence, rna);
        sequence.Reverse();
    }

    /// <summary>The complement in place, in the same direction.</summary>
    /// <inheritdoc cref="ReverseComplement(ReadOnlySpan{char}, bool)"/>
    public static void Complement(Span<byte> sequence, bool rna = false)
    {
        var table = Complements(rna);
        ref var letters = ref MemoryMarshal.GetReference(sequence);
        var i = 0;
        for (; i <= sequence.Length - 32; i += 32) table.Of(Vector256.LoadUnsafe(ref letters, (nuint)i)).StoreUnsafe(ref letters, (nuint)i);
        for (; i < sequence.Length; i++) sequence[i] = table.Of(sequence[i]);
    }

    private static ComplementTable Complements(bool rna) => rna ? RnaComplements : DnaComplements;

    private static void CheckRoom(int needed, int there)
    {
        if (there < needed) throw new ArgumentException("The destination is shorter than the sequence.");
    }

    /// <summary>Letters by their low five bits, which upper and lower case share: two tables of 16.</summary>
    private sealed class ComplementTable
    {
        private readonly byte[] letters = new byte[32];
        private readonly Vector256<byte> lowHalf, highHalf;

        public ComplementTable(string to)
        {
            for (var i = 0; i < letters.Length; i++) letters[i] = (byte)i;
            for (var i = 0; i < From.Length; i++) letters[From[i] & 31] = (byte)(to[i] & 31);
            lowHalf = SmallTable.Both(Vector128.Create(letters.AsSpan(0, 16)));
            highHalf = SmallTable.Both(Vector128.Create(letters.AsSpan(16, 16)));
        }

        public byte Of(byte letter) => (letter & 0xC0) == 0x40 ? (byte)((letter & 0xE0) | letters[letter & 31]) : letter;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<byte> Of(Vector256<byte> text)
        {
            var index = text & Vector256.Create((byte)15);
            var high = Vector256.Equals(text & Vector256.Create((byte)16), Vector256.Create((byte)16));
            var complement = Vector256.ConditionalSelect(high, SmallTable.Lookup(highHalf, index), SmallTable.Lookup(lowHalf, index)) | (
                text & Vector256.Create((byte)0xE0));
            return Vector256.ConditionalSelect(
                Vector256.Equals(text & Vector256.Create((byte)0xC0), Vector256.Create((byte)0x40)), complement, text);
        }
    }
}
