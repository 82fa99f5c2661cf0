using System.Globalization;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Streams;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Sequences.Vcf;

/// <summary>
/// Reads a VCF record by record, in one pass (VCF 4.1 to 4.5). Plain, gzip, BGZF and BCF files are told apart by their content. What does
/// not fit the format is an error that names the line and the column; contigs, filters and tags that the header does not declare are taken,
/// as other programs do.
/// </summary>
public sealed class VcfReader : IDisposable
{
    private readonly ByteLineReader lines;
    private readonly VcfReadOptions options;
    private readonly bool isBcf;
    private readonly HashSet<int> finished = [];
    private int contig = -1;
    private long position;

    private VcfReader(Stream stream, string name, VcfReadOptions options, bool isBcf)
    {
        this.options = options;
        this.isBcf = isBcf;
        lines = new ByteLineReader(stream, name);
        try
        {
            Header = new VcfHeader(VcfHeaderLines.Read(lines), name);
        }
        catch
        {
            lines.Dispose();
            throw;
        }
        Record = new VariantRecord(Header, name);
    }

    /// <summary>What the header declares.</summary>
    public VcfHeader Header { get; }

    /// <summary>The record last read; every read fills the same object anew.</summary>
    public VariantRecord Record { get; }

    /// <summary>Records read so far.</summary>
    public long Records { get; private set; }

    /// <summary>Records that stood out of order, where that is allowed.</summary>
    public long Unsorted { get; private set; }

    /// <summary>Opens a file, or standard input for <c>-</c>; BCF too.</summary>
    /// <exception cref="OmniException">
    /// OH1001 the file cannot be opened; OH1060–1063 the header is no header of a VCF; OH1074 damaged BCF.
    /// </exception>
    public static VcfReader Open(string path, VcfReadOptions? options = null)
    {
        var name = path == "-" ? "standard input" : path;
        var stream = CompressedInput.Open(path);
        var head = new byte[4];
        var length = 0;
        try
        {
            length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        var whole = new RewoundStream(head[..length], stream);
        if (!SequenceFileKinds.Bcf.Mark!(head)) return new(whole, name, options ?? new VcfReadOptions(), isBcf: false);
        if (path == "-") return new(BcfText.Open(whole, name), name, options ?? new VcfReadOptions(), isBcf: true);
        whole.Dispose();
        return new(BcfText.Open(path), name, options ?? new VcfReadOptions(), isBcf: true);
    }

    /// <summary>The same for text from a stream, which the reader then owns.</summary>
    /// <param name="text">Decompressed text.</param>
    /// <param name="name">Used in errors.</param>
    /// <param name="options">How to read.</param>
    public static VcfReader Read(Stream text, string name, VcfReadOptions? options = null) =>
        new(text, name, options ?? new VcfReadOptions(), isBcf: false);

    /// <summary>Reads the next record; false after the last.</summary>
    /// <exception cref="OmniException">
    /// OH1065–1068 the line is no record; OH1070 it is out of order; OH1074 damaged BCF; OH1002, OH1003 the file is truncated or damaged.
    /// </exception>
    public bool TryRead()
    {
        if (!lines.TryRead(out var line)) return false;
        if (line.IsEmpty)
            return lines.TryRead(out _)
                ? throw new OmniException("OH1065", "an empty line stands between records", $"{lines.Name}:{lines.LineNumber - 1}")
                : false;
        Record.Load(line, isBcf ? Records + 1 : lines.LineNumber);
        Records++;
        CheckOrder();
        return true;
    }

    /// <summary>Reads the records of a region through an index, apart from where <see cref="TryRead"/> stands.</summary>
    /// <param name="indexed">The same file by its index.</param>
    /// <param name="region">Its contig must be one that the index names.</param>
    /// <param name="visit">Is given each record, which is valid during the call.</param>
    /// <exception cref="OmniException">OH1065–1068 a line is no record; those of <see cref="IRegionLines.Visit"/>.</exception>
    internal void Visit(IRegionLines indexed, GenomicRegion region, Action<VariantRecord> visit)
    {
        // Lines of the file are not known here: records are counted within the region.
        var place = string.Create(CultureInfo.InvariantCulture, $"{lines.Name} ({region.Contig}:{region.Start + 1}-{region.End})");
        var record = new VariantRecord(Header, place);
        var number = 0L;
        indexed.Visit(region, line =>
        {
            record.Load(line, ++number);
            visit(record);
        });
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => lines.Dispose();

    private void CheckOrder()
    {
        var (lastContig, lastPosition) = (contig, position);
        contig = Record.ContigIndex;
        position = Record.Position;
        if (contig == lastContig)
        {
            if (position < lastPosition) OutOfOrder($"position {position + 1} comes after {lastPosition + 1}");
            return;
        }
        if (lastContig >= 0) finished.Add(lastContig);
        if (finished.Contains(contig)) OutOfOrder($"contig '{Record.Contig}' appears again after others");
    }

    private void OutOfOrder(string what)
    {
        if (options.Unsorted == UnsortedRecords.Refuse)
            throw new OmniException(
                "OH1070", $"the records are not sorted: {what}", Record.Place, "Sort the file (bcftools sort), or read it as unsorted.");
        Unsorted++;
    }
}
