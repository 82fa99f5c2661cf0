using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Annotation;

/// <summary>
/// Reads GTF 2.2 and GFF3, plain or compressed: nine tab-separated columns, 1-based and inclusive. Comments and empty lines are passed
/// over; in GFF3 sequence behind <c>##FASTA</c> ends the annotation. Every other line has to be a feature.
/// </summary>
/// <example><code>
/// foreach (var exon in FeatureReader.ReadGtf("genes.gtf.gz").Where(f => f.Type == "exon")) Console.WriteLine(exon.Attributes["gene_id"]);
/// </code></example>
public static class FeatureReader
{
    private const int Columns = 9;

    /// <summary>Reads GTF.</summary>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <param name="genome">Where given, contigs have to be in it and features within them; contigs get its names.</param>
    /// <exception cref="OmniException">
    /// OH1001 it cannot be opened; OH1035 a line of another form, with line and column; OH1020, OH1034 a place that the genome does not
    /// have.
    /// </exception>
    public static IEnumerable<Feature> ReadGtf(string path, ContigLengths? genome = null) =>
        Read(CompressedInput.Open(path), NameOf(path), isGff3: false, genome);

    /// <summary>Reads GFF3.</summary>
    /// <inheritdoc cref="ReadGtf"/>
    public static IEnumerable<Feature> ReadGff3(string path, ContigLengths? genome = null) =>
        Read(CompressedInput.Open(path), NameOf(path), isGff3: true, genome);

    internal static IEnumerable<Feature> Read(Stream stream, string name, bool isGff3, ContigLengths? genome)
    {
        using var lines = new ByteLineReader(stream, name);
        var names = new Dictionary<string, string>();
        while (TryReadLine(lines, isGff3, out var text))
            yield return Parse(text, lines, isGff3, genome, names);
    }

    private static string NameOf(string path) => path == "-" ? "standard input" : path;

    private static bool TryReadLine(ByteLineReader lines, bool isGff3, out string text)
    {
        text = "";
        while (lines.TryRead(out var line))
        {
            if (isGff3 && (line.SequenceEqual("##FASTA"u8) || line.StartsWith(">"u8))) return false;
            if (line.IsEmpty || line[0] == (byte)'#') continue;
            // .NET takes NUL bytes behind a number for nothing.
            if (line.Contains((byte)0)) throw Wrong(lines.Place, $"byte {line.IndexOf((byte)0) + 1} is NUL, which is no text");
            text = Encoding.UTF8.GetString(line);
            return true;
        }
        return false;
    }

    private static Feature Parse(string text, ByteLineReader lines, bool isGff3, ContigLengths? genome, Dictionary<string, string> names)
    {
        var place = lines.Place;
        var fields = text.Split('\t');
        if (fields.Length != Columns)
            throw Wrong(place, $"{fields.Length} column{(fields.Length == 1 ? "" : "s")}, but {Columns} separated by tabs were expected");
        if (fields[0].Length == 0) throw Wrong(place, "column 1 (contig) is empty");
        var contig = isGff3
            ? FeatureAttributes.Decode(fields[0])
                ?? throw Wrong(place, "column 1 (contig) has a % that two hexadecimal digits do not follow")
            : fields[0];
        if (fields[2].Length == 0) throw Wrong(place, "column 3 (type) is empty");
        var start = Position(fields[3], "column 4 (start)", place);
        var end = Position(fields[4], "column 5 (end)", place);
        if (end < start) throw Wrong(place, $"the end {end} lies before the start {start}");
        var strand = StrandNames.Parse(fields[6]) ?? throw Wrong(place, $"column 7 (strand) is '{fields[6]}', not +, - or .");
        int? phase = fields[7] switch
        {
            "." => null,
            "0" => 0,
            "1" => 1,
            "2" => 2,
            _ => throw Wrong(place, $"column 8 (phase) is '{fields[7]}', not 0, 1, 2 or ."),
        };
        var attributes = isGff3 ? FeatureAttributes.ParseGff3(fields[8], out var why) : FeatureAttributes.ParseGtf(fields[8], out why);
        if (attributes is null) throw Wrong(place, $"column 9 (attributes): {why}");
        var interval = new GenomicInterval(Shared(contig), start - 1, end, strand);
        if (genome is not null) interval = genome.Check(interval, place);
        return new Feature(interval, Shared(fields[1]), Shared(fields[2]), ScoreOf(fields[5], place), phase, attributes)
        {
            Text = text,
            Line = lines.LineNumber,
        };

        // A few names stand on millions of lines.
        string Shared(string name) => names.TryGetValue(name, out var known) ? known : names[name] = name;
    }

    private static double? ScoreOf(string text, string place)
    {
        if (text == ".") return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score)
            ? score
            : throw Wrong(place, $"column 6 (score) is '{text}', not a number");
    }

    private static long Position(string text, string column, string place) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and < 1L << 60
            ? value
            : throw Wrong(place, $"{column} is '{text}', not a position from 1 on");

    private static OmniException Wrong(string place, string why) => new("OH1035", $"this is no feature: {why}", place);
}
