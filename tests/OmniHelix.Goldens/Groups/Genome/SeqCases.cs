using System.Globalization;
using System.Text;
using OmniHelix.Sequences;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// Complements, G+C, two-bit packing, translation, and what is read from FASTA and FASTQ texts. Tables are told apart by their columns.
/// </summary>
internal sealed class SeqCases : IGenomeCases
{
    // The tables have nine decimals.
    private static readonly Tolerance Rounded = new(5.0e-10, 0);

    public string Folder => "seq";

    public IEnumerable<GoldenCase> Discover(string folder) =>
        Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).SelectMany(path => Path.GetExtension(path) switch
        {
            ".tsv" => Table(path),
            ".json" => Texts(path),
            _ => [],
        });

    private static IEnumerable<GoldenCase> Table(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        return GoldenTable.Read(path).Select((row, i) =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{file}/{i + 1}");
            if (row.ContainsKey("reverse_complement")) return new GoldenCase(name, path, check => Complements(check, row));
            if (row.ContainsKey("protein")) return new GoldenCase(name, path, check => Translation(check, row));
            return GoldenCase.NotUnderstood(name, path, "a table without a comparison yet");
        });
    }

    private static IEnumerable<GoldenCase> Texts(string path) =>
        GoldenJson.Read(path).EnumerateArray().Select(one => new GoldenCase(
            $"{Path.GetFileNameWithoutExtension(path)}/{one.GetProperty("case").GetString()}",
            path,
            check => SeqTexts.Compare(check, one)));

    private static void Complements(GoldenCheck check, Dictionary<string, string> row)
    {
        var sequence = Encoding.ASCII.GetBytes(row["sequence"]);
        foreach (var (column, value) in row)
        {
            var letters = (byte[])sequence.Clone();
            switch (column)
            {
                case "sequence":
                    break;
                case "complement":
                    Alphabet.Complement(letters);
                    check.Equal(column, Encoding.ASCII.GetString(letters), value);
                    break;
                case "reverse_complement" or "reverse_complement_rna":
                    Alphabet.ReverseComplement(sequence, letters, rna: column.EndsWith("rna", StringComparison.Ordinal));
                    check.Equal(column, Encoding.ASCII.GetString(letters), value);
                    check.Equal(
                        $"{column} of characters",
                        Alphabet.ReverseComplement(row["sequence"], rna: column.EndsWith("rna", StringComparison.Ordinal)),
                        value);
                    break;
                case "gc_strict":
                    check.Close(column, LetterCounts.Of(sequence).GcStrict, double.Parse(value, CultureInfo.InvariantCulture), Rounded);
                    break;
                case "gc_weighted":
                    check.Close(column, LetterCounts.Of(sequence).GcWeighted, double.Parse(value, CultureInfo.InvariantCulture), Rounded);
                    break;
                case "twobit_hex":
                    var packed = new byte[TwoBitSequence.PackedLength(sequence.Length)];
                    TwoBitSequence.Pack(sequence, packed);
                    check.Equal(column, Convert.ToHexStringLower(packed), value);
                    break;
                default:
                    check.Skip($"a column '{column}' without a comparison yet");
                    break;
            }
        }
    }

    private static void Translation(GoldenCheck check, Dictionary<string, string> row)
    {
        var code = GeneticCode.Of(int.Parse(row["table"], CultureInfo.InvariantCulture));
        var sequence = Encoding.ASCII.GetBytes(row["sequence"]);
        check.Equal("protein", code.Translate(sequence), row["protein"]);
        if (row.TryGetValue("to_stop", out var toStop)) check.Equal("to_stop", code.Translate(sequence, toStop: true), toStop);
    }
}
