using System.Buffers;
using System.Globalization;

namespace OmniHelix.Rna.Files;

/// <summary>Dot-bracket files, as <see cref="StructureFile.DotBracket"/> describes them.</summary>
internal sealed class DotBracketFile() : StructureFile(StructureFileKinds.DotBracket)
{
    private const string NameTag = "#Name:";

    private static readonly SearchValues<char> Symbols = SearchValues.Create(".()[]{}<>");
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public override void Write(TextWriter writer, StructureRecord record)
    {
        var energy = record.Energy is { } e ? string.Create(CultureInfo.InvariantCulture, $" ({e:0.00})") : "";
        writer.Write($">{OneLine.Of(record.Name)}\n{record.Sequence}\n{record.Structure.ToDotBracket()}{energy}\n");
    }

    private protected override StructureRecord? Next(LineSource lines)
    {
        while (lines.Peek() is { } line)
        {
            if (line.StartsWith('>') && lines.Title is not null)
                throw new OmniException(
                    "OH1811", "a second name, while the sequence of the first was expected", lines.PlaceOf(lines.Number + 1));
            lines.Next();
            if (line.StartsWith('>')) lines.Title = line[1..].Trim();
            else if (line.StartsWith(NameTag, StringComparison.OrdinalIgnoreCase)) lines.Title = line[NameTag.Length..].Trim();
            else if (line.Length > 0 && line[0] != '#') return Record(line, lines);
        }
        return lines.Title is null
            ? null
            : throw lines.Malformed("a name without sequence and structure", "The file may be truncated.");
    }

    // The next record begins with a name or with letters.
    private protected override bool IsWithin(string line) => line.Length == 0 || (line[0] != '>' && Symbols.Contains(line[0]));

    private static StructureRecord Record(string sequence, LineSource lines)
    {
        var wrong = sequence.AsSpan().IndexOfAnyExcept(Letters);
        if (wrong >= 0)
            throw new OmniException(
                "OH1812", $"'{sequence[wrong]}' at column {wrong + 1} is no base; a sequence line was expected", lines.Place);
        if (lines.Peek() is ['>', ..] || lines.Next() is not { Length: > 0 } structure)
            throw lines.Malformed("the sequence has no structure line after it", "The file may be truncated.");
        var (brackets, energy) = SplitEnergy(structure, lines);
        if (brackets.Length != sequence.Length)
            throw new OmniException(
                "OH1810", $"the sequence has {Plural.Count(sequence.Length, "base")}, its structure "
                    + $"{Plural.Count(brackets.Length, "symbol")}", lines.Place);
        var name = lines.Title ?? (lines.Records == 1 ? lines.Stem : $"{lines.Stem} {lines.Records}");
        return new StructureRecord(name, sequence, SecondaryStructure.Parse(brackets, lines.Place), energy);
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
