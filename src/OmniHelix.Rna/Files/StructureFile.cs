using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Rna.Files;

/// <summary>A kind of file that holds secondary structures: how its records are read and written.</summary>
public abstract class StructureFile
{
    private protected StructureFile(FileKind kind) => Kind = kind;

    /// <summary>
    /// Dot-bracket files: an optional <c>&gt;name</c> line (or <c>#Name: name</c>, as bpRNA writes it; other <c>#</c> lines are comments),
    /// a sequence line and a structure line, which may end with a free energy <c>(-3.40)</c> in kcal/mol.
    /// </summary>
    public static StructureFile DotBracket { get; } = new DotBracketFile();

    /// <summary>
    /// Connectivity tables (mfold, RNAstructure): a header <c>length title</c>, then rows <c>index base previous next partner number</c>,
    /// 1-based, partner 0 for unpaired. Several tables may follow each other. <c>ENERGY = x</c> or <c>dG = x</c> in the title is the free
    /// energy in kcal/mol. Pseudoknots are kept.
    /// </summary>
    public static StructureFile Ct { get; } = new CtFile();

    /// <summary>
    /// BPSEQ: rows <c>index base partner</c>, 1-based, partner 0 for unpaired; before them <c>#</c> lines or the header lines of the
    /// Comparative RNA Web Site (<c>Filename:</c>, <c>Organism:</c> …). A <c>#</c> line after the rows starts another
    /// record. The first header line names the record. Pseudoknots are kept; energies have no place.
    /// </summary>
    public static StructureFile Bpseq { get; } = new BpseqFile();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StructureFile> All { get; } = [DotBracket, Ct, Bpseq];

    /// <summary>How each kind is checked.</summary>
    public static IReadOnlyList<(FileKind Kind, FileCheck Check)> Checks { get; } =
        [.. All.Select(file => (file.Kind, (FileCheck)((path, _) => file.Read(path).Count)))];

    /// <summary>Its name and endings.</summary>
    public FileKind Kind { get; }

    /// <summary>Reads all records.</summary>
    /// <exception cref="OmniException">
    /// OH1801, OH1802 from <see cref="SecondaryStructure.Parse"/>; OH1810 lengths differ, OH1811 malformed, OH1812 no base, OH1813 partners
    /// that disagree, OH1814 empty file, OH1815 unreadable.
    /// </exception>
    public IReadOnlyList<StructureRecord> Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var records = Read(reader, path).ToArray();
            return records.Length > 0 ? records : throw new OmniException("OH1814", "the file holds no structure", path);
        }
        catch (IOException e)
        {
            throw new OmniException("OH1815", $"cannot read: {e.Message}", path, "Check the path.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OmniException("OH1815", $"cannot read: {e.Message}", path, "Check that you may read the file.", e);
        }
    }

    /// <summary>Reads records one by one.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">For errors.</param>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public IEnumerable<StructureRecord> Read(TextReader reader, string name)
    {
        var records = new StructureReader(this, reader, name);
        while (records.Read() is { } record) yield return record;
    }

    /// <summary>Writes records one after the other.</summary>
    /// <exception cref="OmniException">OH6001, OH6002 as <see cref="AtomicFile"/>.</exception>
    public void Write(string path, IEnumerable<StructureRecord> records) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        foreach (var record in records) Write(writer, record);
    });

    /// <summary>Writes one record.</summary>
    public abstract void Write(TextWriter writer, StructureRecord record);

    /// <summary>Reads the record that begins where the lines stand; null behind the last.</summary>
    private protected abstract StructureRecord? Next(LineSource lines);

    /// <summary>Whether a line behind one that could not be read still belongs to the same record.</summary>
    private protected abstract bool IsWithin(string line);

    internal StructureRecord? ReadNext(LineSource lines)
    {
        lines.BeginRecord();
        return Next(lines);
    }

    internal void SkipRecord(LineSource lines)
    {
        while (lines.Peek() is { } line && IsWithin(line)) lines.Next();
    }
}
