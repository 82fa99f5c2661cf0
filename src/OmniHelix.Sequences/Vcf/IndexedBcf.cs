using System.Buffers.Binary;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Sequences.Vcf;

/// <summary>
/// A BCF with its <c>.csi</c>: records of a region as lines of VCF. The lengths and places of records are read here, so that only those of
/// the region are decoded.
/// </summary>
public sealed class IndexedBcf : IRegionLines
{
    // Lengths of the two parts, then contig, position, span, quality, and numbers of alleles, fields and people (VCF 4.4, 6.3).
    private const int Lengths = 8, Fixed = 24;

    private readonly BgzfFile file;
    private readonly TabixIndex index;
    private readonly string indexPath;
    private readonly BcfDecoder decoder;
    private readonly byte[] passed = new byte[1 << 16];

    private IndexedBcf(BgzfFile file, TabixIndex index, string indexPath, BcfDecoder decoder)
    {
        this.file = file;
        this.index = index;
        this.indexPath = indexPath;
        this.decoder = decoder;
        using var text = new MemoryStream(decoder.Text.ToArray());
        using var header = VcfReader.Read(text, file.Path);
        Names = new ContigNames(header.Header.Contigs.Select(c => c.Name).Where(c => index.HasRecords(decoder.NumberOf(c))), file.Path);
    }

    /// <inheritdoc/>
    public ContigNames Names { get; }

    /// <summary>Opens a file and the index beside it.</summary>
    /// <exception cref="OmniException">
    /// OH1001, OH1011, OH1012, OH1074 the file; OH1076 the index is missing, damaged or that of another file.
    /// </exception>
    public static IndexedBcf Open(string path)
    {
        var indexPath = path + ".csi";
        if (!File.Exists(indexPath))
            throw new OmniException("OH1076", "has no index beside it (.csi)", path, "Build it: omni genome index.");
        var file = BgzfFile.Open(path);
        BcfDecoder? decoder = null;
        try
        {
            var index = TabixIndex.Read(indexPath);
            if (index.Format is not null) throw TabixFile.Stale(indexPath, path, "it is that of a text file");
            TabixFile.CheckFits(index, indexPath, file);
            return new(file, index, indexPath, decoder = new BcfDecoder(path, path));
        }
        catch
        {
            decoder?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long Visit(GenomicRegion region, TabixLineAction visit)
    {
        var name = Names[Names.IndexOf(region.Contig, region.Text)];
        var contig = decoder.NumberOf(name);
        var count = 0L;
        using var reader = file.OpenReader();
        // Where the decoder stands, as far as that is known.
        BgzfOffset? next = null;
        Span<byte> head = stackalloc byte[Lengths + Fixed];
        foreach (var chunk in index.Chunks(contig, region.Start, region.End))
        {
            reader.Seek(chunk.Start);
            for (var isFirst = true; reader.Offset < chunk.End; isFirst = false)
            {
                var at = reader.Offset;
                if (!TryHead(reader, head, out var place))
                    throw isFirst
                        ? NoRecord(name, at)
                        : new OmniException(
                            "OH1074", $"is no whole BCF: the record at compressed byte {at} is damaged or cut off", file.Path,
                            "Copy or make the file again.");
                if (place.Contig != contig)
                    // Pieces that lie side by side are read at once, so others may stand between, but never first.
                    if (isFirst) throw NoRecord(name, at);
                    else continue;
                if (place.Start >= region.End) break;
                if (place.End <= region.Start) continue;
                if (next != at) decoder.Seek(at);
                if (!decoder.TryRead()) throw NoRecord(name, at);
                next = reader.Offset;
                visit(decoder.Text.TrimEnd((byte)'\n'));
                count++;
            }
        }
        return count;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        decoder.Dispose();
        file.Dispose();
    }

    /// <summary>Reads where a record lies, and passes over the rest of it.</summary>
    private bool TryHead(BgzfReader reader, Span<byte> head, out (int Contig, long Start, long End) place)
    {
        place = default;
        if (reader.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) return false;
        var (site, people) = (BinaryPrimitives.ReadUInt32LittleEndian(head), BinaryPrimitives.ReadUInt32LittleEndian(head[4..]));
        if (site < Fixed) return false;
        for (var left = site - Fixed + (long)people; left > 0;)
        {
            var n = reader.Read(passed.AsSpan(0, (int)Math.Min(left, passed.Length)));
            if (n == 0) return false;
            left -= n;
        }
        var start = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
        // A record without length lies between two bases, and is found as if it covered the first.
        place = (
            BinaryPrimitives.ReadInt32LittleEndian(head[8..]), start,
            start + (long)Math.Max(1, BinaryPrimitives.ReadInt32LittleEndian(head[16..])));
        return true;
    }

    private OmniException NoRecord(string name, BgzfOffset at) =>
        TabixFile.Stale(indexPath, file.Path, $"it says that records of '{name}' start at {at}, where there are none");
}
