using System.Collections.Frozen;

namespace OmniHelix.Sequences;

/// <summary>
/// Translation of codons (NCBI genetic codes). A codon with ambiguity codes gives an amino acid when all its meanings agree, B, Z or J
/// when they are the two residues these stand for, otherwise X; it is a stop when every meaning is one.
/// </summary>
public sealed class GeneticCode
{
    private const string BaseOrder = "TCAG";
    private const int Codons = 64, Masks = 16;

    // Bits in the order T, C, A, G.
    private static readonly byte[] BaseMasks = MakeMasks();

    private static readonly FrozenDictionary<int, GeneticCode> Known = new GeneticCode[]
    {
        // Standard.
        new(1, "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
        // Vertebrate mitochondrial.
        new(2, "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSS**VVVVAAAADDEEGGGG"),
        // Mould, protozoan and coelenterate mitochondrial, mycoplasma.
        new(4, "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
        // Invertebrate mitochondrial.
        new(5, "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSSSSVVVVAAAADDEEGGGG"),
        // Bacterial, archaeal and plant plastid.
        new(11, "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    }.ToFrozenDictionary(code => code.Table);

    private readonly byte[] byMasks = new byte[Masks * Masks * Masks];

    private GeneticCode(int table, string aminoAcids)
    {
        Table = table;
        for (var codon = 0; codon < byMasks.Length; codon++)
            byMasks[codon] = Meaning(codon >> 8, (codon >> 4) & 15, codon & 15, aminoAcids);
    }

    /// <summary>NCBI's number.</summary>
    public int Table { get; }

    /// <summary>The code with NCBI's number 1, 2, 4, 5 or 11.</summary>
    /// <exception cref="UsageException">OH1107: another number.</exception>
    public static GeneticCode Of(int table) => Known.TryGetValue(table, out var code)
        ? code
        : throw new UsageException(
            "OH1107", $"there is no genetic code {table} here", null,
            $"Choose one of {string.Join(", ", Known.Keys.Order())} of NCBI's numbers.");

    /// <summary>
    /// Translates from the first base on; one or two bases at the end that make no codon are left out. A codon of three gaps gives a gap.
    /// </summary>
    /// <param name="sequence">DNA or RNA, either case.</param>
    /// <param name="toStop">Ends before the first stop; otherwise stops are <c>*</c>.</param>
    /// <param name="place">Where the sequence stands, for errors.</param>
    /// <exception cref="OmniException">OH1108: a character that is no base and no IUPAC code.</exception>
    public string Translate(ReadOnlySpan<byte> sequence, bool toStop = false, string? place = null)
    {
        var protein = new char[sequence.Length / 3];
        for (var i = 0; i < protein.Length; i++)
        {
            var codon = sequence.Slice(3 * i, 3);
            var residue = (char)byMasks[(BaseMasks[codon[0]] << 8) | (BaseMasks[codon[1]] << 4) | BaseMasks[codon[2]]];
            if (residue == 0) residue = codon.SequenceEqual("---"u8) ? '-' : throw NoCodon(codon, 3 * i, place);
            if (residue == '*' && toStop) return new string(protein, 0, i);
            protein[i] = residue;
        }
        return new string(protein);
    }

    private static OmniException NoCodon(ReadOnlySpan<byte> codon, int at, string? place)
    {
        var bad = 0;
        while (BaseMasks[codon[bad]] != 0) bad++;
        var where = $"base {at + bad + 1}";
        return new(
            "OH1108",
            $"{LetterName.Of(codon[bad])} cannot be part of a codon",
            place is null ? where : $"{place}, {where}",
            "Only bases, IUPAC codes and codons of three gaps can be translated.");
    }

    // 0 for a codon with an impossible base.
    private static byte Meaning(int first, int second, int third, string aminoAcids)
    {
        var meanings = new HashSet<char>();
        for (var codon = 0; codon < Codons; codon++)
            if ((first >> (codon >> 4) & second >> ((codon >> 2) & 3) & third >> (codon & 3) & 1) != 0) meanings.Add(aminoAcids[codon]);
        if (meanings.Count <= 1) return (byte)meanings.FirstOrDefault();
        foreach (var (residue, either) in new[] { ('B', "DN"), ('J', "IL"), ('Z', "EQ") })
            if (meanings.SetEquals(either)) return (byte)residue;
        return (byte)'X';
    }

    private static byte[] MakeMasks()
    {
        var masks = new byte[256];
        foreach (var (letter, bases) in new[]
        {
            ('A', "A"), ('C', "C"), ('G', "G"), ('T', "T"), ('U', "T"),
            ('R', "AG"), ('Y', "CT"), ('S', "CG"), ('W', "AT"), ('K', "GT"), ('M', "AC"),
            ('B', "CGT"), ('D', "AGT"), ('H', "ACT"), ('V', "ACG"), ('N', "ACGT"), ('X', "ACGT"),
        })
        {
            foreach (var b in bases) masks[letter] |= (byte)(1 << BaseOrder.IndexOf(b, StringComparison.Ordinal));
            masks[letter | 0x20] = masks[letter];
        }
        return masks;
    }
}
