using OmniHelix.Data.Tables;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Structures;

/// <summary>Kinds of files that structures of records are written to.</summary>
internal static class StructureOutput
{
    private static readonly FileCapability<object> Tables = new("OH2032", "hold a table of structures", [.. TableKinds.Select(Way)]);

    private static readonly FileCapability<object> Structures = new(
        "OH2032", "hold structures", [.. TableKinds.Concat(StructureFileKinds.All).Select(Way)]);

    private static readonly FileCapability<object> Sequences = new(
        "OH2032", "hold structures", [.. TableKinds.Concat(StructureFileKinds.All).Append(SequenceFileKinds.Fasta).Select(Way)]);

    private static IEnumerable<FileKind> TableKinds => Table.Writable.Where(kind => !SequenceFileKinds.All.All.Contains(kind));

    /// <summary>The kind that a name promises.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fasta">Whether it may be FASTA.</param>
    /// <exception cref="UsageException">OH2032: it promises none that structures are written to.</exception>
    public static FileKind KindOf(string path, bool fasta) => (fasta ? Sequences : Structures).ForOutput(path);

    /// <summary>The kind of table that a name promises.</summary>
    /// <exception cref="UsageException">OH2032: it promises none.</exception>
    public static FileKind TableOf(string path) => Tables.ForOutput(path);

    private static (FileKind Kind, object Way) Way(FileKind kind) => (kind, kind);
}
