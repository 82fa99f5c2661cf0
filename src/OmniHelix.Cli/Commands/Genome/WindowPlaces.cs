using System.Globalization;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>A place to cut.</summary>
/// <param name="Name">Shown with the sequence; empty when it has none.</param>
/// <param name="Interval">Where it lies; one base for a start site.</param>
/// <param name="Anchor">What a window is cut around when nothing else is asked for.</param>
internal sealed record WindowPlace(string Name, GenomicInterval Interval, WindowAnchor Anchor);

/// <summary>Where the places of <c>omni genome window</c> come from.</summary>
internal static class WindowPlaces
{
    private static readonly string[] ContigColumns = ["chr", "chrom", "contig", "chromosome", "seqname"];
    private static readonly string[] PositionColumns = ["tss", "position", "pos"];
    private static readonly string[] NameColumns = ["gene", "gene_id", "name", "id"];

    /// <summary>All places, in the order of the command line and of the files.</summary>
    /// <exception cref="OmniException">A file cannot be read, or a place is not in the genome.</exception>
    public static IEnumerable<WindowPlace> Of(GenomeWindowSettings settings, IReadOnlyList<string> regions, ReferenceGenome genome)
    {
        var contigs = ContigLengths.Of(genome);
        return Regions(settings, regions, genome)
            .Concat(settings.Bed is null ? [] : BedReader.Read(settings.Bed, contigs).Select(r => new WindowPlace(r.Name ?? "", r.Interval, WindowAnchor.Middle)))
            .Concat(settings.Tss is null ? [] : StartSites(settings, settings.Tss, contigs))
            .Concat(settings.Gtf is null ? [] : GenesOf(settings, settings.Gtf, contigs));
    }

    private static IEnumerable<WindowPlace> Regions(GenomeWindowSettings settings, IReadOnlyList<string> regions, ReferenceGenome genome)
    {
        foreach (var text in regions)
        {
            var region = GenomicRegion.Parse(text, genome.Contigs);
            var length = genome.LengthOf(region.Contig);
            var end = region.End == GenomicRegion.ToTheEnd ? length : region.End;
            if (region.Start < 0 || region.Start >= length || end > length)
                throw new OmniException("OH1021", $"'{text}' leaves '{region.Contig}', which has {length} bases", null, "omni genome view cuts regions at the end of the contig.");
            yield return new("", new(region.Contig, region.Start, end, settings.Reverse ? Strand.Reverse : Strand.Forward), WindowAnchor.Middle);
        }
    }

    private static IEnumerable<WindowPlace> StartSites(GenomeWindowSettings settings, string path, ContigLengths contigs)
    {
        var table = Table.Open(path);
        var (contig, position, strand) = (Column(table, path, ContigColumns), Column(table, path, PositionColumns), Column(table, path, ["strand"]));
        var name = Find(table, NameColumns);
        var seen = new HashSet<(string, string, long, Strand)>();
        foreach (var row in table.Rows())
        {
            if (!long.TryParse(Text(row, position), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var tss))
                throw new OmniException("OH1038", $"column '{table.Columns[position].Name}' is '{Text(row, position)}', not a whole number", row.Place);
            var sign = StrandNames.Parse(Text(row, strand)) ?? throw new OmniException("OH1038", $"column 'strand' is '{Text(row, strand)}', not +, - or .", row.Place);
            var number = contigs.Names.IndexOf(Text(row, contig), row.Place);
            var first = tss - (settings.Rule == WindowRule.Padded ? settings.TssBase : 1);
            if (settings.Rule == WindowRule.Padded && (first < 0 || first >= contigs[number]))
                throw new OmniException("OH1029", $"the start site {tss} lies outside '{contigs.Names[number]}', which has {contigs[number]} bases", row.Place, "Do table and genome have the same assembly?");
            var label = name < 0 ? "" : Text(row, name);
            // Tables of expression name a gene once for every person.
            if (seen.Add((label, contigs.Names[number], first, sign))) yield return new(label, new(contigs.Names[number], first, first + 1, sign), WindowAnchor.FivePrime);
        }
    }

    private static IEnumerable<WindowPlace> GenesOf(GenomeWindowSettings settings, string path, ContigLengths contigs)
    {
        // Annotation may name contigs that the genome lacks; only the genes asked for have to be in it.
        var models = GeneModels.ReadGtf(path);
        IEnumerable<Gene> genes = settings.Genes.Count == 0 ? models.Genes : NamesOf(settings.Genes).Select(models.Find);
        foreach (var gene in genes)
        {
            var contig = contigs.Names.NameOf(gene.Interval.Contig, path);
            yield return new(gene.Id, gene.Interval with { Contig = contig }, WindowAnchor.FivePrime);
        }
    }

    private static IEnumerable<string> NamesOf(IReadOnlyList<string> given) => given is [var file] && File.Exists(file)
        ? File.ReadLines(file).Select(l => l.Trim()).Where(l => l.Length > 0)
        : given;

    private static int Column(Table table, string path, string[] names) => Find(table, names) is var found and >= 0
        ? found
        : throw new OmniException("OH1203", $"there is no column {string.Join(" or ", names)}", path, $"Columns: {string.Join(", ", table.Columns.Select(c => c.Name))}.");

    private static int Find(Table table, string[] names)
    {
        foreach (var name in names)
            for (var i = 0; i < table.Columns.Count; i++)
                if (table.Columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    private static string Text(TableRow row, int column) => Convert.ToString(row[column], CultureInfo.InvariantCulture) ?? "";
}
