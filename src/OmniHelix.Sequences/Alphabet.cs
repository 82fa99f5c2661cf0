using System.Buffers;
using System.Collections.Frozen;
using System.Text;

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

/// <summary>
/// The letters of nucleic acids and proteins (IUPAC-IUB nomenclature 1984). <see cref="LetterCounts"/> tells the
/// molecule.
/// </summary>
public static partial class Alphabet
{
    private const string AmbiguityCodes = "RYSWKMBDHVN";
    private static readonly FrozenSet<char> Ambiguity = AmbiguityCodes.ToFrozenSet();

    /// <summary>A kind of molecule as a reader calls it.</summary>
    public static string NameOf(Molecule molecule) => molecule switch
    {
        Molecule.Dna => "DNA",
        Molecule.Rna => "RNA",
        Molecule.MixedNucleic => "DNA and RNA",
        Molecule.Protein => "protein",
        _ => "unknown molecule",
    };

    /// <summary>A, C, G, T or U, in either case.</summary>
    public static bool IsBase(char letter) => (char)(letter & ~0x20) is 'A' or 'C' or 'G' or 'T' or 'U' && char.IsAsciiLetter(letter);

    /// <summary>An IUPAC code that stands for several bases (N included), in either case.</summary>
    public static bool IsAmbiguityCode(char letter) => char.IsAsciiLetter(letter) && Ambiguity.Contains((char)(letter & ~0x20));

    /// <summary>Applies a U/T policy to one letter.</summary>
    public static char Apply(UracilPolicy policy, char letter) => (policy, letter) switch
    {
        (UracilPolicy.UToT, 'U') => 'T',
        (UracilPolicy.UToT, 'u') => 't',
        (UracilPolicy.TToU, 'T') => 'U',
        (UracilPolicy.TToU, 't') => 'u',
        _ => letter,
    };

    /// <summary>Applies a U/T policy to a sequence in place.</summary>
    public static void Apply(UracilPolicy policy, Span<byte> sequence)
    {
        if (policy == UracilPolicy.None) return;
        var (from, to) = policy == UracilPolicy.UToT ? ('U', 'T') : ('T', 'U');
        sequence.Replace((byte)from, (byte)to);
        sequence.Replace((byte)(from | 0x20), (byte)(to | 0x20));
    }

    /// <summary>Makes letters upper case in place; everything else, bytes over 127 too, stays as it is.</summary>
    public static void ToUpper(Span<byte> sequence)
    {
        while (Ascii.ToUpperInPlace(sequence, out var done) != OperationStatus.Done) sequence = sequence[(done + 1)..];
    }

    /// <summary>The policy that the two flags known from other programs ask for.</summary>
    /// <exception cref="UsageException">OH1505: both are set.</exception>
    public static UracilPolicy PolicyOf(bool u2t, bool t2u, string? place = null) => (u2t, t2u) switch
    {
        (true, true) =>
            throw new UsageException(
                "OH1505", "u2t and t2u are both set, but a letter can be converted one way only", place,
                "Set one of them, or none to keep the letters."),
        (true, false) => UracilPolicy.UToT,
        (false, true) => UracilPolicy.TToU,
        _ => UracilPolicy.None,
    };
}
