using System.Globalization;

namespace OmniHelix.Rna.Files;

/// <summary>
/// BPSEQ: rows <c>index base partner</c>, 1-based, partner 0 for unpaired; before them <c>#</c> lines or the header lines of the
/// Comparative RNA Web Site (<c>Filename:</c>, <c>Organism:</c> …). A <c>#</c> line after the rows starts another
/// record. The first header line names the record. Pseudoknots are kept.
/// </summary>
public static class BpseqFile
{
    /// <summary>Reads all records.</summary>
    /// <exception cref="OmniException">
    /// OH1811 malformed row, OH1812 no base, OH1813 partners that disagree, OH1814 empty file, OH1815 unreadable.
    /// </exception>
    public static IReadOnlyList<StructureRecord> Read(string path) => LineSource.ReadFile(path, Parse);

    /// <summary>Reads records one by one.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">For errors.</param>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public static IEnumerable<StructureRecord> Read(TextReader reader, string name) => Parse(new LineSource(reader, name));

    /// <summary>Writes records, each under a <c>#</c> line with its name. Energies have no place in the format.</summary>
    /// <exception cref="OmniException">OH6001, OH6002 as <see cref="AtomicFile"/>.</exception>
    public static void Write(string path, IEnumerable<StructureRecord> records) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        foreach (var record in records) Write(writer, record);
    });

    /// <summary>Writes one record.</summary>
    public static void Write(TextWriter writer, StructureRecord record)
    {
        writer.Write($"# {OneLine.Of(record.Name)}".TrimEnd() + "\n");
        for (var i = 0; i < record.Sequence.Length; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1} {record.Sequence[i]} {record.Structure.Partners[i] + 1}\n"));
    }

    private static IEnumerable<StructureRecord> Parse(LineSource lines)
    {
        string? name = null;
        var table = new PairTable(lines, null);
        while (lines.Next() is { } line)
        {
            if (line.Length == 0) continue;
            if (line[0] == '#' || (table.Count == 0 && !char.IsAsciiDigit(line[0])))
            {
                if (table.Count > 0)
                {
                    yield return table.ToRecord(name ?? lines.Stem);
                    name = null;
                    table = new PairTable(lines, null);
                }
                if (line[0] != '#' && !line.Contains(':') && !line.StartsWith("Citation", StringComparison.Ordinal))
                    throw lines.Malformed("neither a header line nor a row 'index base partner'");
                var text = line.TrimStart('#').Trim();
                if (text.StartsWith("Filename:", StringComparison.OrdinalIgnoreCase)) text = text["Filename:".Length..].Trim();
                name ??= text.Length > 0 ? text : null;
                continue;
            }
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != 3) throw lines.Malformed($"expected 'index base partner', found {fields.Length} fields");
            table.Add(fields[0], fields[1], fields[2]);
        }
        if (table.Count > 0) yield return table.ToRecord(name ?? lines.Stem);
        else if (name is not null) throw lines.Malformed("a header without rows", "The file may be truncated.");
    }
}
