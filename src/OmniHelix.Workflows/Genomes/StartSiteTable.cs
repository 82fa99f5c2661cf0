using System.Globalization;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Genomes;

/// <summary>A table of transcription start sites: columns for contig, position and strand, and for the gene where there is one.</summary>
/// <param name="path">CSV, TSV or another table.</param>
/// <param name="request">Says from what positions count, and by which rule windows are cut.</param>
/// <param name="contigs">Of the genome.</param>
internal sealed class StartSiteTable(string path, WindowRequest request, ContigLengths contigs)
{
    private static readonly string[] ContigColumns = ["chr", "chrom", "contig", "chromosome", "seqname"];
    private static readonly string[] PositionColumns = ["tss", "position", "pos"];
    private static readonly string[] NameColumns = ["gene", "gene_id", "name", "id"];

    /// <summary>Each start site once, in the order of the table: tables of expression name a gene once for every person.</summary>
    /// <exception cref="OmniException">OH1203: no such column; OH1038: a wrong value; OH1029: a site is not in the genome.</exception>
    public IReadOnlyList<WindowPlace> Places()
    {
        var table = Table.Open(path);
        var contig = Column(table, ContigColumns);
        var position = Column(table, PositionColumns);
        var strand = Column(table, ["strand"]);
        var name = Find(table, NameColumns);
        var places = new List<WindowPlace>();
        var seen = new HashSet<WindowPlace>();
        foreach (var row in table.Rows())
        {
            var number = contigs.Names.IndexOf(Text(row, contig), row.Place);
            var first = Site(row, position, table.Columns[position].Name, number);
            var interval = new GenomicInterval(contigs.Names[number], first, first + 1, StrandOf(row, strand));
            var place = new WindowPlace(name < 0 ? "" : Text(row, name), interval, WindowAnchor.FivePrime);
            if (seen.Add(place)) places.Add(place);
        }
        return places;
    }

    private long Site(TableRow row, int column, string name, int contig)
    {
        if (!long.TryParse(Text(row, column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var site))
            throw new OmniException("OH1038", $"column '{name}' is '{Text(row, column)}', not a whole number", row.Place);
        // The legacy rules take the number of the table as it stands.
        if (request.Rule != WindowRule.Padded) return site - 1;
        var first = site - request.StartSiteBase;
        if (first < 0 || first >= contigs[contig])
            throw new OmniException(
                "OH1029",
                $"the start site {site} lies outside '{contigs.Names[contig]}', which has {Plural.Count(contigs[contig], "base")}",
                row.Place,
                "Do table and genome have the same assembly?");
        return first;
    }

    private static Strand StrandOf(TableRow row, int column) => StrandNames.Parse(Text(row, column))
        ?? throw new OmniException("OH1038", $"column 'strand' is '{Text(row, column)}', not +, - or .", row.Place);

    private int Column(Table table, string[] names) => Find(table, names) is var found and >= 0
        ? found
        : throw new OmniException(
            "OH1203",
            $"there is no column {string.Join(" or ", names)}",
            path,
            $"Columns: {string.Join(", ", table.Columns.Select(c => c.Name))}.");

    private static int Find(Table table, string[] names)
    {
        foreach (var name in names)
            for (var i = 0; i < table.Columns.Count; i++)
                if (table.Columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    private static string Text(TableRow row, int column) => Convert.ToString(row[column], CultureInfo.InvariantCulture) ?? "";
}
