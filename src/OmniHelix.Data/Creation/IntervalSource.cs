using System.Globalization;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Data.Creation;

/// <summary>
/// Sequences of intervals of a genome: BED, or a table with the columns contig (chrom, chr, region), start, end and, if there is one,
/// strand; 0-based, the end excluded.
/// </summary>
public static class IntervalSource
{
    private static readonly string[] ContigNames = ["contig", "chrom", "chr", "chromosome", "region", "seqname"];

    /// <summary>
    /// Reads intervals with labels and cuts their sequences; those on the reverse strand are reverse-complemented. Contigs are the groups.
    /// </summary>
    /// <param name="files">Label and file; with a null label the table's label column is taken.</param>
    /// <param name="genome">The genome; it stays open.</param>
    /// <exception cref="UsageException">OH1650: no file.</exception>
    /// <exception cref="OmniException">
    /// While reading: OH1020 no such contig; OH1034 an interval beyond its contig; OH1205 a cell that is no number; OH1203 no such column;
    /// what reading reports.
    /// </exception>
    public static DataSetSource Open(IReadOnlyList<(string? Label, string Path)> files, ReferenceGenome genome)
    {
        if (files.Count == 0) throw new UsageException("OH1650", "no file of intervals is named");
        IReadOnlyList<string>? classes = files.All(f => f.Label is not null)
            ? [.. files.Select(f => f.Label!).Distinct(StringComparer.Ordinal)]
            : null;
        return new DataSetSource(() => files.SelectMany(f => Read(f.Label, f.Path).Select(i => Cut(genome, i))), classes, "contig")
        {
            Files = [.. files.Select(f => f.Path), genome.Path],
        };
    }

    private sealed record Labelled(GenomicInterval Interval, string? Name, string? Label, string Place);

    // BED has no mark, so that a file without a name of its own is taken for it.
    private static IEnumerable<Labelled> Read(string? label, string path) =>
        DataFileKinds.All.Identify(path).Kind is { } kind && kind != SequenceFileKinds.Bed ? ReadTable(label, path) : ReadBed(label, path);

    private static IEnumerable<Labelled> ReadBed(string? label, string path) =>
        BedReader.Read(path).Select(b => new Labelled(b.Interval, b.Name, label, FormattableString.Invariant($"{path}:{b.Line}")));

    private static IEnumerable<Labelled> ReadTable(string? label, string path)
    {
        var table = Table.Open(path);
        var contig = Find(ContigNames);
        var start = Find("start");
        var end = Find("end");
        var strand = Find("strand");
        var name = Find("name", "id");
        var labels = Find("label", "labels", "target", "y");
        foreach (var (column, what) in new[] { (contig, "contig (chrom, chr, chromosome, region)"), (start, "start"), (end, "end") })
            if (column < 0)
                throw new OmniException(
                    "OH1203", $"no column {what}; the columns present are {string.Join(", ", table.Columns.Select(c => c.Name))}", path);
        foreach (var row in table.Rows())
        {
            var interval = new GenomicInterval(
                Text(row, contig) ?? "", Number(row, start, "start"), Number(row, end, "end"),
                Text(row, strand) == "-" ? Strand.Reverse : Strand.Forward);
            yield return new Labelled(interval, Text(row, name), label ?? Text(row, labels), row.Place);
        }

        int Find(params string[] names) => names.Select(n => Enumerable.Range(0, table.Columns.Count).FirstOrDefault(
            i => string.Equals(table.Columns[i].Name.Trim(), n, StringComparison.OrdinalIgnoreCase), -1)).FirstOrDefault(i => i >= 0, -1);
    }

    private static SourceSequence Cut(ReferenceGenome genome, Labelled labelled)
    {
        var interval = labelled.Interval;
        var contig = genome.Contigs.NameOf(interval.Contig, labelled.Place);
        if (interval.Start < 0 || interval.End <= interval.Start || interval.End > genome.LengthOf(contig)
            || interval.Length > Array.MaxLength)
            throw new OmniException(
                "OH1034", $"[{interval.Start}, {interval.End}) is no interval of '{contig}', which has "
                    + $"{Plural.Count(genome.LengthOf(contig), "base")}",
                labelled.Place, "Do intervals and genome have the same assembly? Intervals count from 0 and exclude their end.");
        var bases = new byte[interval.Length];
        genome.Fetch(contig, interval.Start, interval.End, bases);
        if (interval.Strand == Strand.Reverse) Alphabet.ReverseComplement(bases);
        var place = string.Create(
            CultureInfo.InvariantCulture, $"{contig}:{interval.Start}-{interval.End}({(interval.Strand == Strand.Reverse ? '-' : '+')})");
        return new SourceSequence(
            labelled.Name is null ? place : $"{labelled.Name} {place}", Encoding.ASCII.GetString(bases), labelled.Label, contig,
            labelled.Place);
    }

    private static string? Text(TableRow row, int column) =>
        column < 0 || row[column] is not { } value || value is "" ? null : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static long Number(TableRow row, int column, string what) =>
        long.TryParse(Text(row, column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new OmniException("OH1205", $"the {what} is '{Text(row, column)}', not a whole number", row.Place);
}
