using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Native;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Tabix;

/// <summary>A sorted, BGZF-compressed text file with its index: lines by region.</summary>
public sealed class TabixFile : IRegionLines
{
    private readonly BgzfFile file;
    private readonly TabixFormat format;

    private readonly string indexPath;

    private TabixFile(BgzfFile file, TabixIndex index, string indexPath)
    {
        this.file = file;
        this.indexPath = indexPath;
        Index = index;
        format = index.Format ?? throw new OmniException("OH1076", "the index is that of a BCF", file.Path);
    }

    /// <summary>The index.</summary>
    public TabixIndex Index { get; }

    /// <inheritdoc/>
    public ContigNames Names => Index.Names;

    /// <summary>Opens a file and the index beside it.</summary>
    /// <exception cref="OmniException">
    /// OH1001, OH1011, OH1012 the file; OH1076 the index is missing, damaged or that of another file.
    /// </exception>
    public static TabixFile Open(string path)
    {
        var indexPath = TabixIndex.PathFor(path)
            ?? throw new OmniException("OH1076", "has no index beside it (.tbi or .csi)", path, "Build it: omni genome index.");
        var file = BgzfFile.Open(path);
        try
        {
            var index = TabixIndex.Read(indexPath);
            CheckFits(index, indexPath, file);
            return new(file, index, indexPath);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Builds the index of a file, whole or not at all.</summary>
    /// <param name="path">A sorted BGZF file.</param>
    /// <param name="kind">VCF, BCF, BED, GTF or GFF3; by default what the name promises.</param>
    /// <param name="csi">Make a <c>.csi</c>, which contigs over 512 Mb and BCF need; otherwise a <c>.tbi</c>.</param>
    /// <returns>The path of the index.</returns>
    /// <exception cref="OmniException">
    /// OH1076: the file is not sorted, is no BGZF, or its format is not known; or a line lies where no .tbi reaches.
    /// </exception>
    public static string BuildIndex(string path, FileKind? kind = null, bool csi = false)
    {
        const int smallestBin = 14;
        kind ??= TabixFormat.ByKind.PromisedBy(path);
        var lines = TabixFormat.ByKind.For(new(kind, null), path);
        var isBcf = kind == SequenceFileKinds.Bcf;
        csi |= isBcf;
        using (BgzfFile.Open(path))
        {
        }
        var index = path + (csi ? SequenceFileKinds.Csi : SequenceFileKinds.Tbi).Endings[0];
        var temporary = $"{index}.{Environment.ProcessId}.tmp";
        Htslib.Silence();
        try
        {
            var columns = lines.Columns;
            int result;
            unsafe
            {
                result = isBcf
                    ? Htslib.bcf_index_build3(path, temporary, smallestBin, 0)
                    : Htslib.tbx_index_build3(path, temporary, csi ? smallestBin : 0, 0, &columns);
            }
            if (result != 0) throw (csi ? null : BeyondTabix(path, lines)) ?? NotSorted(path);
            File.Move(temporary, index, overwrite: true);
            return index;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public long Visit(GenomicRegion region, TabixLineAction visit)
    {
        var contig = Index.Names.IndexOf(region.Contig, region.Text);
        var name = Index.Names[contig];
        var count = 0L;
        using var reader = file.OpenReader();
        foreach (var chunk in Index.Chunks(contig, region.Start, region.End))
        {
            reader.Seek(chunk.Start);
            using var lines = new ByteLineReader(new ChunkStream(reader, chunk.End), file.Path);
            for (var isFirst = true; lines.TryRead(out var line); isFirst = false)
            {
                if (!TabixLine.TryRead(line, format, out var found, out var start, out var end) || !TabixLine.Is(found, name))
                    // Pieces that lie side by side are read at once, so others may stand between, but never first.
                    if (isFirst)
                        throw Stale(indexPath, file.Path, $"it says that lines of '{name}' start at {chunk.Start}, where there are none");
                    else continue;
                if (start >= region.End) break;
                if (end <= region.Start) continue;
                visit(line);
                count++;
            }
        }
        return count;
    }

    private static OmniException NotSorted(string path) =>
        new("OH1076", "cannot be indexed: its lines are not sorted, or are not what the name says", path, "Sort the file first.");

    /// <summary>Why no <c>.tbi</c> can be made; null when none of the lines is the reason.</summary>
    private static OmniException? BeyondTabix(string path, TabixFormat format)
    {
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        while (lines.TryRead(out var line))
            if (TabixLine.TryRead(line, format, out _, out _, out var end) && end > TabixIndex.LongestContig)
                return new OmniException(
                    "OH1076", $"cannot have a .tbi, which reaches to base {TabixIndex.LongestContig}: a line reaches to {end}", lines.Place,
                    "Make a .csi: --csi.");
        return null;
    }

    internal static void CheckFits(TabixIndex index, string indexPath, BgzfFile file)
    {
        if (index.LastBlock > file.Length)
            throw Stale(indexPath, file.Path, $"it points to compressed byte {index.LastBlock}, but the file has {file.Length}");
    }

    internal static OmniException Stale(string indexPath, string path, string why) =>
        new(
            "OH1076", $"the index does not belong to {path} as it is now: {why}", indexPath,
            "Build it again (omni genome index --overwrite).");

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>The bytes of one piece.</summary>
    private sealed class ChunkStream(BgzfReader reader, BgzfOffset end) : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            if (!(reader.Offset < end) || buffer.IsEmpty) return 0;
            // Within the last block only what comes before the end.
            if (reader.Offset.Block == end.Block) buffer = buffer[..Math.Min(buffer.Length, end.Within - reader.Offset.Within)];
            return reader.Read(buffer);
        }
    }
}
