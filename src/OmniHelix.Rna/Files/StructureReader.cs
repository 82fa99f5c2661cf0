namespace OmniHelix.Rna.Files;

/// <summary>
/// Reads the records of a structure file one after the other. Behind one that cannot be read <see cref="SkipRecord"/> finds the next.
/// </summary>
/// <param name="file">Its kind.</param>
/// <param name="reader">The text.</param>
/// <param name="name">For errors.</param>
public sealed class StructureReader(StructureFile file, TextReader reader, string name)
{
    private readonly LineSource lines = new(reader, name);

    /// <summary>Records begun, the one that could not be read included.</summary>
    public int Records => lines.Records;

    /// <summary>Line that was read last, from 1.</summary>
    public int LineNumber => lines.Number;

    /// <summary>Name of the record that was read last, as far as it was read; empty when it has none.</summary>
    public string Name => lines.Title ?? "";

    /// <summary>The next record; null behind the last.</summary>
    /// <exception cref="OmniException">What <see cref="StructureFile.Read(TextReader, string)"/> throws.</exception>
    public StructureRecord? Read() => file.ReadNext(lines);

    /// <summary>Goes behind the record that could not be read.</summary>
    public void SkipRecord() => file.SkipRecord(lines);
}
