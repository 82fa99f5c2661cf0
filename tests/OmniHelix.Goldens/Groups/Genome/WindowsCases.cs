using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>Windows around start sites: <c>windows.tsv</c> over <c>genome.fa</c>, one case a row.</summary>
internal sealed class WindowsCases : IGenomeCases
{
    public string Folder => "windows";

    public bool Recognises(string folder) => File.Exists(Path.Combine(folder, "windows.tsv"));

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        var table = Path.Combine(folder, "windows.tsv");
        return GoldenTable.Read(table).Select(
            (row, i) => new GoldenCase($"windows.tsv:{i + 2}", table, check => Compare(check, row, Path.Combine(folder, "genome.fa"))));
    }

    private static void Compare(GoldenCheck check, IReadOnlyDictionary<string, string> row, string fasta)
    {
        WindowRule? rule = row["mode"] switch
        {
            "default" => WindowRule.Padded,
            "legacy" => WindowRule.Legacy,
            "legacy-delete" => WindowRule.LegacyDelete,
            _ => null,
        };
        if (rule is null)
        {
            check.Skip($"no rule '{row["mode"]}'");
            return;
        }
        using var genome = ReferenceGenome.Open(fasta);
        var cutter = new WindowCutter(
            genome, new WindowOptions { Length = int.Parse(row["length"], CultureInfo.InvariantCulture), Rule = rule.Value });
        var window = cutter.Cut(
            row["contig"], long.Parse(row["tss"], CultureInfo.InvariantCulture), StrandNames.Parse(row["strand"])!.Value);
        check.Equal("sequence", Encoding.ASCII.GetString(window.Bases), row["sequence"]);
        check.Equal("start", window.Start.ToString(CultureInfo.InvariantCulture), row["start"]);
        check.Equal("end", window.End.ToString(CultureInfo.InvariantCulture), row["end"]);
    }
}
