using System.Buffers;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Rna.Files;

/// <summary>Kinds of files that hold secondary structures of RNA.</summary>
public static class StructureFileKinds
{
    private static readonly SearchValues<byte> Symbols = SearchValues.Create(".()[]{}<>"u8);

    /// <summary>Name, sequence, brackets.</summary>
    public static FileKind DotBracket { get; } = new("dot-bracket", ".dbn", ".db")
    {
        Mark = start => HasStructure(start, ofDots: false),
        Plausible = start => HasStructure(start, ofDots: true),
    };

    /// <summary>Connectivity table.</summary>
    public static FileKind Ct { get; } = new("CT", ".ct");

    /// <summary>Base, letter, partner.</summary>
    public static FileKind Bpseq { get; } = new("bpseq", ".bpseq");

    /// <summary>
    /// All of them. Dot-bracket files start as FASTA does, so that these kinds stand before <see cref="SequenceFileKinds"/> where both are
    /// known.
    /// </summary>
    public static IReadOnlyList<FileKind> All { get; } = [DotBracket, Ct, Bpseq];

    // Before the next '>name' a line of brackets and dots, behind which an energy may stand, as far as it can be seen. FASTA files have
    // none, but lines of dots alone, which are gaps, may stand in one. Whether the line fits its sequence is told by whoever reads it.
    private static bool HasStructure(ReadOnlySpan<byte> start, bool ofDots)
    {
        if (!start.StartsWith((byte)'>')) return false;
        for (var rest = After(start); rest.Length > 0 && rest[0] != '>'; rest = After(rest))
        {
            var symbols = rest.IndexOfAnyExcept(Symbols) is var end and >= 0 ? end : rest.Length;
            var isWhole = symbols == rest.Length || rest[symbols] is (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t';
            if (isWhole && symbols > 0 && (ofDots || rest[..symbols].ContainsAnyExcept((byte)'.'))) return true;
        }
        return false;
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'\n') is var end and >= 0 ? text[(end + 1)..] : [];
}
