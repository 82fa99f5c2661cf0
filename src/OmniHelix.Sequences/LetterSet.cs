using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OmniHelix.Sequences;

/// <summary>ASCII letters that may occur, in either case; membership is tested 32 letters at a time.</summary>
public sealed class LetterSet
{
    // One bit for each high half of a byte; bytes over 127 have none.
    private static readonly Vector256<byte> HighBits = Both(Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0));

    private readonly SearchValues<byte> values;
    private readonly Vector256<byte> lowBits;

    /// <param name="name">What the letters spell, for messages: <c>DNA</c>.</param>
    /// <param name="letters">ASCII; either case stands for both.</param>
    public LetterSet(string name, string letters)
    {
        if (!letters.All(char.IsAscii)) throw new ArgumentException("Only ASCII letters can be members.", nameof(letters));
        Name = name;
        Letters = letters;
        var members = letters.SelectMany(c => new[] { (byte)char.ToUpperInvariant(c), (byte)char.ToLowerInvariant(c) }).ToArray();
        values = SearchValues.Create(members);
        Span<byte> bits = stackalloc byte[16];
        bits.Clear();
        foreach (var b in members) bits[b & 15] |= (byte)(1 << (b >> 4));
        lowBits = Both(Vector128.Create((ReadOnlySpan<byte>)bits));
    }

    /// <summary>A, C, G, T.</summary>
    public static LetterSet Dna { get; } = new("DNA", "ACGT");

    /// <summary>A, C, G, U.</summary>
    public static LetterSet Rna { get; } = new("RNA", "ACGU");

    /// <summary>DNA and the codes for several bases (IUPAC-IUB 1984).</summary>
    public static LetterSet IupacDna { get; } = new("DNA with IUPAC codes", "ACGTRYSWKMBDHVN");

    /// <summary>RNA and the codes for several bases.</summary>
    public static LetterSet IupacRna { get; } = new("RNA with IUPAC codes", "ACGURYSWKMBDHVN");

    /// <summary>DNA or RNA and the codes for several bases.</summary>
    public static LetterSet IupacNucleic { get; } = new("nucleic acid with IUPAC codes", "ACGTURYSWKMBDHVN");

    /// <summary>The twenty amino acids.</summary>
    public static LetterSet Protein { get; } = new("protein", "ACDEFGHIKLMNPQRSTVWY");

    /// <summary>Amino acids, selenocysteine (U), pyrrolysine (O), the codes B, J, X, Z and the stop (*).</summary>
    public static LetterSet IupacProtein { get; } = new("protein with IUPAC codes", "ACDEFGHIKLMNPQRSTVWYBJOUXZ*");

    /// <summary>What the letters spell.</summary>
    public string Name { get; }

    /// <summary>The members as they were given.</summary>
    public string Letters { get; }

    /// <summary>Whether a letter is a member.</summary>
    public bool Contains(byte letter) => values.Contains(letter);

    /// <summary>Where the first letter stands that is no member, or -1.</summary>
    public int IndexOfOther(ReadOnlySpan<byte> letters) => letters.IndexOfAnyExcept(values);

    /// <summary>Not zero where a byte is a member.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<byte> Members(Vector256<byte> letters) =>
        Lookup(lowBits, letters & Vector256.Create((byte)15)) & Lookup(HighBits, letters >>> 4);

    /// <summary>Entries of a table of 16, which stands in both halves; indices are under 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<byte> Lookup(Vector256<byte> table, Vector256<byte> indices) => Avx2.IsSupported
        ? Avx2.Shuffle(table, indices)
        : Vector256.Create(
            Vector128.Shuffle(table.GetLower(), indices.GetLower()), Vector128.Shuffle(table.GetLower(), indices.GetUpper()));

    /// <summary>A table for <see cref="Lookup"/>.</summary>
    internal static Vector256<byte> Both(Vector128<byte> table) => Vector256.Create(table, table);
}
