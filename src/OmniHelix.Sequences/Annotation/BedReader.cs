using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Annotation;

/// <summary>
/// Reads BED with 3 to 12 tab-separated columns, plain or compressed. Lines that start with <c>#</c>, <c>track</c> or <c>browser</c> and
/// empty lines are passed over; everything else has to be a record of the same number of columns.
/// </summary>
/// <example><code>
/// foreach (var peak in BedReader.Read("peaks.bed.gz")) Console.WriteLine(peak.Interval);
/// </code></example>
public static class BedReader
{
    private const int Least = 3, Most = 12;

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
        var columns = 0;
        while (TryReadLine(lines, out var text))
        {
            var fields = text.Split('\t');
            if (columns == 0) columns = CheckCount(fields.Length, lines);
            if (fields.Length != columns) throw Wrong(lines, $"{fields.Length} columns, but the lines before have {columns}");
            yield return Parse(text, fields, lines, genome);
        }
    }

    private static bool TryReadLine(ByteLineReader lines, out string text)
    {
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty || line[0] == (byte)'#' || IsHeading(line, "track"u8) || IsHeading(line, "browser"u8)) continue;
            // .NET takes NUL bytes behind a number for nothing.
            if (line.Contains((byte)0)) throw Wrong(lines, $"byte {line.IndexOf((byte)0) + 1} is NUL, which is no text");
            text = Encoding.UTF8.GetString(line);
            return true;
        }
        text = "";
        return false;
    }

    private static bool IsHeading(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        if (!line.StartsWith(word)) return false;
        var rest = line[word.Length..];
        if (rest.IsEmpty || rest[0] == (byte)' ') return true;
        // A contig may be called 'track'.
        return rest[0] == (byte)'\t' && !(rest.Length > 1 && char.IsAsciiDigit((char)rest[1]));
    }

    private static int CheckCount(int columns, ByteLineReader lines) => columns switch
    {
        1 => throw Wrong(lines, $"1 column, but {Least} to {Most} separated by tabs were expected"),
        < Least => throw Wrong(lines, $"{columns} columns, but {Least} to {Most} separated by tabs were expected"),
        > Most => throw Wrong(lines, $"{columns} columns, but at most {Most} were expected"),
        _ => columns,
    };

    private static BedRecord Parse(string text, string[] fields, ByteLineReader lines, ContigLengths? genome)
    {
        if (fields[0].Length == 0) throw Wrong(lines, "column 1 (contig) is empty");
        var start = Number(fields, 1, "start", lines);
        var end = Number(fields, 2, "end", lines);
        if (end < start) throw Wrong(lines, $"the end {end} lies before the start {start}");
        if (fields.Length > 4) CheckScore(fields[4], lines);
        var strand = fields.Length > 5 ? StrandOf(fields[5], lines) : Strand.None;
        var interval = new GenomicInterval(fields[0], start, end, strand);
        if (fields.Length > 6) CheckThickPart(fields, interval, lines);
        if (fields.Length > 9) CheckBlocks(fields, interval, lines);
        if (genome is not null) interval = ContigBounds.Check(interval, genome, lines.Place);
        return new BedRecord(interval, text, fields, lines.LineNumber);
    }

    private static void CheckScore(string text, ByteLineReader lines)
    {
        if (text == "." || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return;
        throw Wrong(lines, $"column 5 (score) is '{text}', not a number");
    }

    private static Strand StrandOf(string text, ByteLineReader lines) =>
        StrandNames.Parse(text) ?? throw Wrong(lines, $"column 6 (strand) is '{text}', not +, - or .");

    private static void CheckThickPart(string[] fields, GenomicInterval interval, ByteLineReader lines)
    {
        var start = Number(fields, 6, "thick start", lines);
        if (fields.Length == 7) return;
        var end = Number(fields, 7, "thick end", lines);
        // Many programs write 0 0 for no thick part.
        var leaves = start < interval.Start || end > interval.End;
        if (end < start || (end > start && leaves))
            throw Wrong(lines, $"the thick part {start}-{end} leaves {interval.Start}-{interval.End}");
    }

    private static void CheckBlocks(string[] fields, GenomicInterval interval, ByteLineReader lines)
    {
        if (fields.Length < Most) throw Wrong(lines, $"{fields.Length} columns: blocks need columns 10, 11 and 12");
        var count = Number(fields, 9, "block count", lines);
        var sizes = Numbers(fields, 10, "block sizes", lines);
        var starts = Numbers(fields, 11, "block starts", lines);
        if (count < 1 || sizes.Count != count || starts.Count != count)
            throw Wrong(lines, $"{count} blocks are announced, but there are {sizes.Count} sizes and {starts.Count} starts");
        for (var i = 0; i < sizes.Count; i++)
        {
            var room = interval.Length - starts[i];
            if (room < 0 || sizes[i] > room) throw Wrong(lines, $"block {i + 1} leaves the interval");
            if (i > 0 && starts[i] < starts[i - 1] + sizes[i - 1]) throw Wrong(lines, $"block {i + 1} overlaps the one before it");
        }
        if (starts[0] != 0 || starts[^1] + sizes[^1] != interval.Length)
            throw Wrong(lines, "the blocks do not reach from the start to the end of the interval");
    }

    private static List<long> Numbers(string[] fields, int column, string what, ByteLineReader lines)
    {
        var numbers = new List<long>();
        foreach (var text in (fields[column].EndsWith(',') ? fields[column][..^1] : fields[column]).Split(','))
            numbers.Add(
                TryNumber(text, out var value) ? value : throw Wrong(
                    lines, $"column {column + 1} ({what}) holds '{text}', not a whole number"));
        return numbers;
    }

    private static long Number(string[] fields, int column, string what, ByteLineReader lines) =>
        TryNumber(fields[column], out var value)
            ? value
            : throw Wrong(lines, $"column {column + 1} ({what}) is '{fields[column]}', not a whole number from 0 on");

    // Sums of two stay inside 64 bits.
    private static bool TryNumber(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value < 1L << 60;

    private static OmniException Wrong(ByteLineReader lines, string why) => new("OH1033", $"this is no BED record: {why}", lines.Place);
}
