using System.Globalization;

namespace OmniHelix.Rna.Files;

/// <summary>BPSEQ, as <see cref="StructureFile.Bpseq"/> describes it.</summary>
internal sealed class BpseqFile() : StructureFile(StructureFileKinds.Bpseq)
{
    public override void Write(TextWriter writer, StructureRecord record)
    {
        writer.Write($"# {OneLine.Of(record.Name)}".TrimEnd() + "\n");
        for (var i = 0; i < record.Sequence.Length; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1} {record.Sequence[i]} {record.Structure.Partners[i] + 1}\n"));
    }

    private protected override StructureRecord? Next(LineSource lines)
    {
        var table = new PairTable(lines, null);
        while (lines.Peek() is { } line)
        {
            var isHeader = line.StartsWith('#') || (table.Count == 0 && line.Length > 0 && !char.IsAsciiDigit(line[0]));
            if (isHeader && table.Count > 0) break;
            lines.Next();
            if (isHeader) lines.Title ??= Title(line, lines);
            else if (line.Length > 0) AddRow(line, table, lines);
        }
        if (table.Count > 0) return table.ToRecord(lines.Title ?? lines.Stem);
        return lines.Title is null ? null : throw lines.Malformed("a header without rows", "The file may be truncated.");
    }

    // The next record begins with a line of its own.
    private protected override bool IsWithin(string line) => !line.StartsWith('#');

    private static string? Title(string line, LineSource lines)
    {
        if (line[0] != '#' && !line.Contains(':') && !line.StartsWith("Citation", StringComparison.Ordinal))
            throw lines.Malformed("neither a header line nor a row 'index base partner'");
        var text = line.TrimStart('#').Trim();
        if (text.StartsWith("Filename:", StringComparison.OrdinalIgnoreCase)) text = text["Filename:".Length..].Trim();
        return text.Length > 0 ? text : null;
    }

    private static void AddRow(string line, PairTable table, LineSource lines)
    {
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 3) throw lines.Malformed($"expected 'index base partner', found {fields.Length} fields");
        table.Add(fields[0], fields[1], fields[2]);
    }
}
