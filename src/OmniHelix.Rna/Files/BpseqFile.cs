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

    private protected override IEnumerable<StructureRecord> Parse(LineSource lines)
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
