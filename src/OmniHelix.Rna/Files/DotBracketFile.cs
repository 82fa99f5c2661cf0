using System.Buffers;
using System.Globalization;

namespace OmniHelix.Rna.Files;

/// <summary>Dot-bracket files, as <see cref="StructureFile.DotBracket"/> describes them.</summary>
internal sealed class DotBracketFile() : StructureFile(StructureFileKinds.DotBracket)
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public override void Write(TextWriter writer, StructureRecord record)
    {
        var energy = record.Energy is { } e ? string.Create(CultureInfo.InvariantCulture, $" ({e:0.00})") : "";
        writer.Write($">{OneLine.Of(record.Name)}\n{record.Sequence}\n{record.Structure.ToDotBracket()}{energy}\n");
    }

    private protected override IEnumerable<StructureRecord> Parse(LineSource lines)
    {
        const string NameTag = "#Name:";
        string? name = null;
        var records = 0;
        while (lines.Next() is { } line)
        {
            if (line.Length == 0) continue;
            if (line[0] == '>')
            {
                if (name is not null) throw lines.Malformed("a second name, while the sequence of the first was expected");
                name = line[1..].Trim();
                continue;
            }
            if (line[0] == '#')
            {
                if (line.StartsWith(NameTag, StringComparison.OrdinalIgnoreCase)) name = line[NameTag.Length..].Trim();
                continue;
            }
            var wrong = line.AsSpan().IndexOfAnyExcept(Letters);
            if (wrong >= 0)
                throw new OmniException(
                    "OH1812", $"'{line[wrong]}' at column {wrong + 1} is no base; a sequence line was expected", lines.Place);
            if (lines.Next() is not { Length: > 0 } structure)
                throw lines.Malformed("the sequence has no structure line after it", "The file may be truncated.");
            var (brackets, energy) = SplitEnergy(structure, lines);
            if (brackets.Length != line.Length)
                throw new OmniException(
                    "OH1810", $"the sequence has {Plural.Count(line.Length, "base")}, its structure "
                        + $"{Plural.Count(brackets.Length, "symbol")}", lines.Place);
            yield return new StructureRecord(
                name ?? (records == 0 ? lines.Stem : $"{lines.Stem} {records + 1}"), line, SecondaryStructure.Parse(brackets, lines.Place),
                energy);
            records++;
            name = null;
        }
        if (name is not null) throw lines.Malformed("a name without sequence and structure", "The file may be truncated.");
    }

    private static (string Brackets, double? Energy) SplitEnergy(string line, LineSource lines)
    {
        var space = line.AsSpan().IndexOfAny(' ', '\t');
        if (space < 0) return (line, null);
        var rest = line.AsSpan(space).Trim();
        if (rest is ['(', .., ')'] && double.TryParse(rest[1..^1].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var energy)
            && double.IsFinite(energy))
            return (line[..space], energy);
        throw lines.Malformed(
            $"after the structure only a free energy such as (-3.40) may follow, not '{LineSource.Shorten(rest.ToString())}'");
    }
}
