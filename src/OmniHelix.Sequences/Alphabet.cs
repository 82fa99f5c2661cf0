using System.Collections.Frozen;

namespace OmniHelix.Sequences;

/// <summary>What kind of molecule a sequence spells.</summary>
public enum Molecule
{
    /// <summary>Nothing decides it: no letters, or only letters that all kinds share.</summary>
    Unknown,

    /// <summary>Deoxyribonucleic acid: T and no U.</summary>
    Dna,

    /// <summary>Ribonucleic acid: U and no T.</summary>
    Rna,

    /// <summary>A nucleic acid that has both T and U.</summary>
    MixedNucleic,

    /// <summary>Amino acids.</summary>
    Protein,
}

/// <summary>What becomes of U and T before a token is looked up; lower case stays lower case.</summary>
public enum UracilPolicy
{
    /// <summary>Letters stay as they are.</summary>
    None,

    /// <summary>U becomes T.</summary>
    UToT,

    /// <summary>T becomes U.</summary>
    TToU,
}

/// <summary>The letters of nucleic acids and proteins (IUPAC-IUB nomenclature 1984), and complements.</summary>
public static class Alphabet
{
    private const string AmbiguityCodes = "RYSWKMBDHVN";
    private const string From = "ACGTURYSWKMBDHVN";
    private const string ToDna = "TGCAAYRSWMKVHDBN";
    private const string ToRna = "UGCAAYRSWMKVHDBN";

    private static readonly char[] ComplementDna = ComplementTable(ToDna);
    private static readonly char[] ComplementRna = ComplementTable(ToRna);
    private static readonly FrozenSet<char> Ambiguity = AmbiguityCodes.ToFrozenSet();

    /// <summary>A, C, G, T or U, in either case.</summary>
    public static bool IsBase(char letter) => (char)(letter & ~0x20) is 'A' or 'C' or 'G' or 'T' or 'U' && char.IsAsciiLetter(letter);

    /// <summary>An IUPAC code that stands for several bases (N included), in either case.</summary>
    public static bool IsAmbiguityCode(char letter) => char.IsAsciiLetter(letter) && Ambiguity.Contains((char)(letter & ~0x20));

    /// <summary>The reverse complement; ambiguity codes are complemented, case is kept, everything else stays as it is.</summary>
    /// <param name="sequence">Bases, 5' to 3'.</param>
    /// <param name="rna">A pairs with U instead of T.</param>
    public static string ReverseComplement(ReadOnlySpan<char> sequence, bool rna = false)
    {
        var result = new char[sequence.Length];
        ReverseComplement(sequence, result, rna);
        return new string(result);
    }

    /// <summary>The reverse complement into a buffer of the same length that does not overlap the source.</summary>
    public static void ReverseComplement(ReadOnlySpan<char> sequence, Span<char> destination, bool rna = false)
    {
        if (destination.Length < sequence.Length) throw new ArgumentException("The destination is shorter than the sequence.", nameof(destination));
        var table = rna ? ComplementRna : ComplementDna;
        for (var i = 0; i < sequence.Length; i++)
        {
            var c = sequence[i];
            destination[sequence.Length - 1 - i] = c < table.Length ? table[c] : c;
        }
    }

    /// <summary>Applies a U/T policy to one letter.</summary>
    public static char Apply(UracilPolicy policy, char letter) => (policy, letter) switch
    {
        (UracilPolicy.UToT, 'U') => 'T',
        (UracilPolicy.UToT, 'u') => 't',
        (UracilPolicy.TToU, 'T') => 'U',
        (UracilPolicy.TToU, 't') => 'u',
        _ => letter,
    };

    /// <summary>The policy that the two flags known from other programs ask for.</summary>
    /// <exception cref="UsageException">OH1505: both are set.</exception>
    public static UracilPolicy PolicyOf(bool u2t, bool t2u, string? place = null) => (u2t, t2u) switch
    {
        (true, true) => throw new UsageException("OH1505", "u2t and t2u are both set, but a letter can be converted one way only", place, "Set one of them, or none to keep the letters."),
        (true, false) => UracilPolicy.UToT,
        (false, true) => UracilPolicy.TToU,
        _ => UracilPolicy.None,
    };

    private static char[] ComplementTable(string to)
    {
        var table = new char[128];
        for (var i = 0; i < table.Length; i++) table[i] = (char)i;
        for (var i = 0; i < From.Length; i++)
        {
            table[From[i]] = to[i];
            table[From[i] | 0x20] = (char)(to[i] | 0x20);
        }
        return table;
    }
}
