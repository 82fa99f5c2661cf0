using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Genome;

/// <summary>The <c>.fai</c> index of a FASTA (five columns) or FASTQ file (six columns), as samtools writes and reads it.</summary>
public sealed class FaidxIndex
{
    /// <summary>Takes records in the order of the file.</summary>
    /// <param name="records">Distinct names.</param>
    /// <param name="hasQualities">FASTQ.</param>
    /// <param name="file">The file they come from, for errors.</param>
    /// <exception cref="OmniException">OH1022: a name stands there twice.</exception>
    public FaidxIndex(IEnumerable<FaidxRecord> records, bool hasQualities, string file)
    {
        Records = [.. records];
        HasQualities = hasQualities;
        Names = new ContigNames(Records.Select(r => r.Name), file);
    }

    /// <summary>One record a sequence, in the order of the file.</summary>
    public IReadOnlyList<FaidxRecord> Records { get; }

    /// <summary>The names of <see cref="Records"/>.</summary>
    public ContigNames Names { get; }

    /// <summary>Six columns: the file is FASTQ.</summary>
    public bool HasQualities { get; }

    /// <summary>The usual place of the index of a file: <c>g.fa.fai</c> beside <c>g.fa</c>.</summary>
    public static string PathFor(string path) => path + ".fai";

    /// <summary>Reads an index.</summary>
    /// <exception cref="OmniException">OH1001 it cannot be opened; OH1024 a line of another form, with the line.</exception>
    public static FaidxIndex Read(string path)
    {
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        var records = new List<FaidxRecord>();
        var columns = 0;
        while (lines.TryRead(out var line))
        {
            var record = Parse(line, lines.Place, out var found);
            if (columns != 0 && columns != found)
                throw Wrong(lines.Place, $"{Plural.Count(found, "column")}, but {columns} in the lines before");
            columns = found;
            records.Add(record);
        }
        return records.Count > 0
            ? new FaidxIndex(records, columns == 6, path)
            : throw new OmniException("OH1024", "the index is empty", path, "Make it again: omni genome index --overwrite.");
    }

    /// <summary>Writes the index, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the index.</summary>
    public void Write(Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var r in Records)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{r.Name}\t{r.Length}\t{r.Offset}\t{r.LineBases}\t{r.LineWidth}"));
            if (HasQualities) writer.Write(string.Create(CultureInfo.InvariantCulture, $"\t{r.QualityOffset}"));
            writer.WriteLine();
        }
    }

    private static FaidxRecord Parse(ReadOnlySpan<byte> line, string place, out int columns)
    {
        Span<Range> fields = stackalloc Range[8];
        columns = Split(line, fields);
        if (columns is not (5 or 6)) throw Wrong(place, $"{Plural.Count(columns, "column")}, but 5 (FASTA) or 6 (FASTQ) were expected");
        var name = Encoding.UTF8.GetString(line[fields[0]]);
        Span<long> numbers = stackalloc long[5];
        for (var i = 1; i < columns; i++)
            if (!Utf8Parser.TryParse(line[fields[i]], out numbers[i - 1], out var used) || used != line[fields[i]].Length
                || numbers[i - 1] < 0)
                throw Wrong(place, $"column {i + 1} is no whole number");
        var record = new FaidxRecord(name, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        if (record.Length > 0 && (record.LineBases == 0 || record.LineWidth < record.LineBases))
            throw Wrong(place, "lines of this width cannot hold the bases");
        // Every product below stays far inside 64 bits.
        const long Most = 1L << 50;
        if (record.Length > Most || record.Offset > Most || record.LineWidth > Most || record.QualityOffset > Most
            || (record.LineBases > 0 && record.Length / record.LineBases > Most / Math.Max(1, record.LineWidth)))
            throw Wrong(place, "a number is too large for any file");
        return record;
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        var start = 0;
        while (count < fields.Length)
        {
            var tab = line[start..].IndexOf((byte)'\t');
            fields[count++] = start..(tab < 0 ? line.Length : start + tab);
            if (tab < 0) break;
            start += tab + 1;
        }
        return count;
    }

    private static OmniException Wrong(string place, string why) =>
        new("OH1024", $"this is no line of a .fai index: {why}", place, "Make it again: omni genome index --overwrite.");
}
