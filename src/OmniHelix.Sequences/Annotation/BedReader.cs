using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Annotation;

/// <summary>
/// Reads BED with 3 to 12 tab-separated columns, plain or compressed. Lines that start with <c>#</c>, <c>track</c> or <c>browser</c> and empty lines are passed over; everything else has to be
/// a record of the same number of columns.
/// </summary>
/// <example><code>
/// foreach (var peak in BedReader.Read("peaks.bed.gz")) Console.WriteLine(peak.Interval);
/// </code></example>
public static class BedReader
{
    private const int Most = 12;

    /// <summary>Reads a file record by record.</summary>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <param name="genome">Where given, contigs have to be in it and intervals within them; contigs get its names.</param>
    /// <exception cref="OmniException">OH1001 it cannot be opened; OH1033 a line of another form, with line and column; OH1020, OH1034 a place that the genome does not have.</exception>
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
            if (columns == 0) columns = Check(fields, lines.Place);
            if (fields.Length != columns) throw Wrong(lines.Place, $"{fields.Length} columns, but the lines before have {columns}");
            yield return Parse(fields, lines, genome);
        }
    }

    private static bool TryReadLine(ByteLineReader lines, out string text)
    {
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty || line[0] == (byte)'#' || IsWord(line, "track"u8) || IsWord(line, "browser"u8)) continue;
            text = Encoding.UTF8.GetString(line);
            return true;
        }
        text = "";
        return false;
    }

    private static bool IsWord(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) => line.StartsWith(word) && (line.Length == word.Length || line[word.Length] is (byte)' ' or (byte)'\t') && !HasNumber(line, word.Length);

    // A contig may be called 'track'.
    private static bool HasNumber(ReadOnlySpan<byte> line, int at) => at + 1 < line.Length && line[at] == (byte)'\t' && char.IsAsciiDigit((char)line[at + 1]);

    private static int Check(string[] fields, string place) => fields.Length switch
    {
        < 3 => throw Wrong(place, $"{fields.Length} column{(fields.Length == 1 ? "" : "s")}, but 3 to {Most} separated by tabs were expected"),
        > Most => throw Wrong(place, $"{fields.Length} columns, but at most {Most} were expected"),
        _ => fields.Length,
    };

    private static BedRecord Parse(string[] fields, ByteLineReader lines, ContigLengths? genome)
    {
        if (fields[0].Length == 0) throw Wrong(lines.Place, "column 1 (contig) is empty");
        var start = Number(fields, 1, "start", lines.Place);
        var end = Number(fields, 2, "end", lines.Place);
        if (end < start) throw Wrong(lines.Place, $"the end {end} lies before the start {start}");
        var strand = fields.Length > 5 ? StrandNames.Parse(Encoding.UTF8.GetBytes(fields[5])) ?? throw Wrong(lines.Place, $"column 6 (strand) is '{fields[5]}', not +, - or .") : Strand.None;
        if (fields.Length > 4 && fields[4] != "." && !double.TryParse(fields[4], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            throw Wrong(lines.Place, $"column 5 (score) is '{fields[4]}', not a number");
        var interval = new GenomicInterval(fields[0], start, end, strand);
        if (genome is not null) interval = ContigBounds.Check(interval, genome, lines.Place);
        var record = new BedRecord(interval, fields, lines.LineNumber);
        if (fields.Length > 7) Thick(fields, interval, lines.Place);
        else if (fields.Length > 6) _ = Number(fields, 6, "thick start", lines.Place);
        return fields.Length < Most
            ? fields.Length is 10 or 11 ? throw Wrong(lines.Place, $"{fields.Length} columns: blocks need columns 10, 11 and 12") : record
            : record with { Blocks = BlocksOf(fields, interval, lines.Place) };
    }

    private static void Thick(string[] fields, GenomicInterval interval, string place)
    {
        var (start, end) = (Number(fields, 6, "thick start", place), Number(fields, 7, "thick end", place));
        // Many programs write 0 0 for no thick part.
        if (end < start || (end > start && (start < interval.Start || end > interval.End))) throw Wrong(place, $"the thick part {start}-{end} leaves {interval.Start}-{interval.End}");
    }

    private static List<GenomicInterval> BlocksOf(string[] fields, GenomicInterval interval, string place)
    {
        var count = Number(fields, 9, "block count", place);
        var sizes = List(fields, 10, "block sizes", place);
        var starts = List(fields, 11, "block starts", place);
        if (count < 1 || sizes.Count != count || starts.Count != count) throw Wrong(place, $"{count} blocks are announced, but there are {sizes.Count} sizes and {starts.Count} starts");
        var blocks = new List<GenomicInterval>(sizes.Count);
        for (var i = 0; i < sizes.Count; i++)
        {
            if (starts[i] > interval.Length || sizes[i] > interval.Length - starts[i]) throw Wrong(place, $"block {i + 1} leaves the interval");
            if (i > 0 && starts[i] < starts[i - 1] + sizes[i - 1]) throw Wrong(place, $"block {i + 1} overlaps the one before it");
            blocks.Add(interval with { Start = interval.Start + starts[i], End = interval.Start + starts[i] + sizes[i] });
        }
        if (blocks[0].Start != interval.Start || blocks[^1].End != interval.End) throw Wrong(place, "the blocks do not reach from the start to the end of the interval");
        return blocks;
    }

    private static List<long> List(string[] fields, int column, string what, string place)
    {
        var text = fields[column].EndsWith(',') ? fields[column][..^1] : fields[column];
        return [.. text.Split(',').Select(t => TryNumber(t, out var value) ? value : throw Wrong(place, $"column {column + 1} ({what}) holds '{t}', not a whole number"))];
    }

    private static long Number(string[] fields, int column, string what, string place) =>
        TryNumber(fields[column], out var value) ? value : throw Wrong(place, $"column {column + 1} ({what}) is '{fields[column]}', not a whole number from 0 on");

    // Sums of two stay inside 64 bits.
    private static bool TryNumber(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value < 1L << 60;

    private static OmniException Wrong(string place, string why) => new("OH1033", $"this is no BED record: {why}", place);
}
