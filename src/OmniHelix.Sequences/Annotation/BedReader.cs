using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Annotation;

/// <summary>
/// Reads BED, and formats that add columns to it such as narrowPeak and bedGraph, separated by tabs, plain or compressed. Lines that start
/// with <c>#</c>, <c>track</c> or <c>browser</c> and empty lines are passed over; everything else has to be a record with the columns of
/// the first one of its track.
/// </summary>
/// <example><code>
/// foreach (var peak in BedReader.Read("peaks.bed.gz")) Console.WriteLine(peak.Interval);
/// </code></example>
public static class BedReader
{
    /// <summary>Reads a file record by record.</summary>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <param name="genome">Where given, contigs have to be in it and intervals within them; contigs get its names.</param>
    /// <exception cref="OmniException">OH1001 it cannot be opened; OH1033 a line of another form, with line and column;
    /// OH1020, OH1034 a place that the genome does not have.</exception>
    public static IEnumerable<BedRecord> Read(string path, ContigLengths? genome = null)
    {
        var stream = CompressedInput.Open(path);
        return Read(stream, path == "-" ? "standard input" : path, genome);
    }

    /// <summary>The same from a stream, which is closed at the end.</summary>
    /// <inheritdoc cref="Read(string, ContigLengths?)"/>
    public static IEnumerable<BedRecord> Read(Stream stream, string name, ContigLengths? genome = null)
    {
        using var lines = new ByteLineReader(stream, name);
        var (columns, extent) = (0, 0);
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty || line[0] == (byte)'#' || IsHeading(line, "browser"u8)) continue;
            if (IsHeading(line, "track"u8))
            {
                // Each track may have columns of its own.
                columns = 0;
                continue;
            }
            // .NET takes NUL bytes behind a number for nothing.
            if (line.Contains((byte)0)) throw Wrong(lines, $"byte {line.IndexOf((byte)0) + 1} is NUL, which is no text");
            var text = Encoding.UTF8.GetString(line);
            var fields = text.Split('\t');
            if (fields.Length < BedColumns.Least)
            {
                var found = $"{fields.Length} {Plural.Of(fields.Length, "column")}";
                throw Wrong(lines, $"{found}, but at least {BedColumns.Least} separated by tabs were expected");
            }
            if (columns > 0 && fields.Length != columns)
                throw Wrong(lines, $"{Plural.Count(fields.Length, "column")}, but the lines before have {columns}");
            var interval = Place(fields, lines);
            if (columns == 0) extent = BedColumns.ExtentOf(fields, interval);
            columns = fields.Length;
            if (BedColumns.Problem(fields, interval, extent) is { } problem) throw Wrong(lines, problem);
            interval = interval with { Strand = BedColumns.StrandOf(fields, extent) };
            if (genome is not null) interval = genome.Check(interval, lines.Place);
            yield return new BedRecord(interval, text, fields, lines.LineNumber) { Extent = extent };
        }
    }

    private static bool IsHeading(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        if (!line.StartsWith(word)) return false;
        var rest = line[word.Length..];
        if (rest.IsEmpty || rest[0] == (byte)' ') return true;
        // A contig may be called 'track'.
        return rest[0] == (byte)'\t' && !(rest.Length > 1 && char.IsAsciiDigit((char)rest[1]));
    }

    private static GenomicInterval Place(string[] fields, ByteLineReader lines)
    {
        if (fields[0].Length == 0) throw Wrong(lines, "column 1 (contig) is empty");
        var start = Number(fields, 1, "start", lines);
        var end = Number(fields, 2, "end", lines);
        return end < start
            ? throw Wrong(lines, $"the end {end} lies before the start {start}")
            : new GenomicInterval(fields[0], start, end);
    }

    private static long Number(string[] fields, int column, string what, ByteLineReader lines) =>
        BedColumns.TryNumber(fields[column], out var value)
            ? value
            : throw Wrong(lines, $"column {column + 1} ({what}) is '{fields[column]}', not a whole number from 0 on");

    private static OmniException Wrong(ByteLineReader lines, string why) => new("OH1033", $"this is no BED record: {why}", lines.Place);
}
