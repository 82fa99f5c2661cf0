using System.Buffers;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Rna.Files;

/// <summary>Kinds of files that hold secondary structures of RNA.</summary>
public static class StructureFileKinds
{
    private static readonly SearchValues<byte> Symbols = SearchValues.Create(".()[]{}<>"u8);

    /// <summary>Name, sequence, brackets.</summary>
    public static FileKind DotBracket { get; } = new("dot-bracket", ".dbn", ".db") { Mark = IsDotBracket };

    /// <summary>Connectivity table.</summary>
    public static FileKind Ct { get; } = new("CT", ".ct");

    /// <summary>Base, letter, partner.</summary>
    public static FileKind Bpseq { get; } = new("bpseq", ".bpseq");

    /// <summary>
    /// All of them. Dot-bracket files start as FASTA does, so that these kinds stand before <see cref="SequenceFileKinds"/> where both are
    /// known.
    /// </summary>
    public static IReadOnlyList<FileKind> All { get; } = [DotBracket, Ct, Bpseq];

    // Behind '>name' a line of letters and one of brackets and dots that is as long, as far as they can be seen. A '>' begins the next
    // record of a FASTA file, and dots alone are gaps in one.
    private static bool IsDotBracket(ReadOnlySpan<byte> start)
    {
        if (!start.StartsWith((byte)'>')) return false;
        var sequence = After(start);
        var structure = After(sequence);
        var symbols = structure.IndexOfAnyExcept(Symbols) is var end and >= 0 ? end : structure.Length;
        return !structure.StartsWith((byte)'>') && structure[..symbols].ContainsAnyExcept((byte)'.')
            && (symbols == structure.Length || symbols == sequence.IndexOfAny("\r\n"u8));
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'\n') is var end and >= 0 ? text[(end + 1)..] : [];
}
