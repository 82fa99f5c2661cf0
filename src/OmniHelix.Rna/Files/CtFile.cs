using System.Globalization;

namespace OmniHelix.Rna.Files;

/// <summary>Connectivity tables, as <see cref="StructureFile.Ct"/> describes them.</summary>
internal sealed class CtFile() : StructureFile(StructureFileKinds.Ct)
{
    public override void Write(TextWriter writer, StructureRecord record)
    {
        var n = record.Sequence.Length;
        var energy = record.Energy is { } e ? string.Create(CultureInfo.InvariantCulture, $"ENERGY = {e:0.##} ") : "";
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{n} {energy}{OneLine.Of(record.Name)}").TrimEnd() + "\n");
        for (var i = 1; i <= n; i++)
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{i} {record.Sequence[i - 1]} {i - 1} {(i == n ? 0 : i + 1)} {record.Structure.Partners[i - 1] + 1} {i}\n"));
    }

    private protected override StructureRecord? Next(LineSource lines)
    {
        while (lines.Next() is { } header)
            if (header.Length > 0 && header[0] != '#') return Table(header, lines);
        return null;
    }

    // The next table begins with its number of bases; rows end with two numbers.
    private protected override bool IsWithin(string line) => !IsHeader(line);

    private static bool IsHeader(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && IsNumber(words[0]) && !(words.Length > 2 && IsNumber(words[^1]) && IsNumber(words[^2]));
    }

    private static bool IsNumber(string word) => int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static StructureRecord Table(string header, LineSource lines)
    {
        var parts = header.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        var length = lines.Integer(parts[0], "the number of bases");
        if (length <= 0) throw lines.Malformed($"a table of {Plural.Count(length, "base")}");
        var (name, energy) = Title(parts.Length > 1 ? parts[1] : "", lines);
        lines.Title = name;
        var table = new PairTable(lines, length);
        while (table.Count < length)
        {
            if (lines.Peek() is not { } row || IsHeader(row))
                throw lines.Malformed(
                    $"the table announces {Plural.Count(length, "base")} and ends after {table.Count}", "The file may be truncated.");
            lines.Next();
            var fields = row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 5)
                throw lines.Malformed($"expected 'index base previous next partner number', found {fields.Length} fields");
            table.Add(fields[0], fields[1], fields[4]);
        }
        return table.ToRecord(name, energy);
    }

    private static (string Name, double? Energy) Title(string title, LineSource lines)
    {
        var words = title.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= 3 && words[1] == "="
            && (words[0].Equals("ENERGY", StringComparison.OrdinalIgnoreCase) || words[0].Equals("dG", StringComparison.OrdinalIgnoreCase)))
        {
            if (!double.TryParse(words[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var energy) || !double.IsFinite(energy))
                throw lines.Malformed($"the energy '{LineSource.Shorten(words[2])}' is no number");
            return (words.Length > 3 ? words[3] : lines.Stem, energy);
        }
        return (title.Length > 0 ? title : lines.Stem, null);
    }
}
