using System.Text;

namespace OmniHelix.Rna.Files;

/// <summary>Rows <c>index, base, partner</c> as CT and BPSEQ have them; checks order, range and symmetry while naming lines.</summary>
internal sealed class PairTable(LineSource lines, int? declared)
{
    private readonly StringBuilder sequence = new();
    private readonly List<(int Partner, int Line)> rows = [];

    public int Count => rows.Count;

    public void Add(string index, string symbol, string partner)
    {
        var i = lines.Integer(index, "the index");
        if (i != rows.Count + 1)
            throw lines.Malformed($"base {rows.Count + 1} was expected here, not {i}", "Rows must count 1, 2, 3 … without gaps.");
        if (symbol.Length != 1 || !char.IsAsciiLetter(symbol[0]))
            throw new OmniException(
                "OH1812", $"'{LineSource.Shorten(symbol)}' is no base", lines.Place, "Expected one letter, for instance A, C, G, U or N.");
        var j = lines.Integer(partner, "the partner");
        if (j < 0 || j > (declared ?? int.MaxValue))
            throw lines.Malformed(
                $"base {i} is paired with {j}, outside the sequence{(declared is { } n ? $" of {Plural.Count(n, "base")}" : "")}");
        if (j == i) throw new OmniException("OH1813", $"base {i} is paired with itself", lines.Place);
        sequence.Append(symbol[0]);
        rows.Add((j - 1, lines.Number));
    }

    public StructureRecord ToRecord(string name, double? energy = null)
    {
        var partners = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var (j, line) = rows[i];
            if (j >= rows.Count)
                throw new OmniException(
                    "OH1813", $"base {i + 1} is paired with {j + 1}, but the sequence ends at {rows.Count}", lines.PlaceOf(line),
                    "The file may be truncated.");
            if (j >= 0 && rows[j].Partner != i)
                throw new OmniException(
                    "OH1813",
                    $"base {i + 1} says its partner is {j + 1}, but base {j + 1} (line {rows[j].Line}) says {rows[j].Partner + 1}",
                    lines.PlaceOf(line), "Both rows of a pair must name each other; 0 means unpaired.");
            partners[i] = j;
        }
        return new StructureRecord(name, sequence.ToString(), SecondaryStructure.FromMatched(partners), energy);
    }
}
