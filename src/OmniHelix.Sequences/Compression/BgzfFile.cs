using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// A BGZF file for random access. One instance serves any number of threads: each takes a reader of its own with <see cref="OpenReader"/>,
/// which costs two buffers and no file handle.
/// </summary>
/// <example><code>
/// using var file = BgzfFile.Open("genome.fa.gz");
/// using var reader = file.OpenReader();
/// reader.Seek(new BgzfOffset(block: 18_239, within: 512));
/// </code></example>
public sealed class BgzfFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private BgzfFile(SafeFileHandle handle, string path)
    {
        this.handle = handle;
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Compressed bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Opens a file that starts with a BGZF block and ends with the end marker.</summary>
    /// <exception cref="OmniException">OH1001 it cannot be opened; OH1012 it is not BGZF; OH1011 it has no end marker.</exception>
    public static BgzfFile Open(string path)
    {
        var file = new BgzfFile(CompressedInput.OpenHandle(path), path);
        try
        {
            file.CheckEnds();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the bytes, 18 or more from the start of a file, start a BGZF block.</summary>
    public static bool IsBgzf(ReadOnlySpan<byte> start) =>
        GzipHeader.Read(start, out var header) == GzipHeaderRead.Complete && header.IsBgzf;

    /// <summary>A reader at the start of the file.</summary>
    public BgzfReader OpenReader() => new(this);

    /// <summary>The blocks in the order of the file, from their headers alone; nothing is decompressed.</summary>
    /// <exception cref="OmniException">
    /// While enumerating: OH1002 the file ends inside a block, OH1003 a block is damaged, OH1010 something else follows.
    /// </exception>
    public IEnumerable<BgzfBlock> Blocks()
    {
        var bytes = new byte[GzipHeader.MaximumBlock];
        for (long at = 0; at < Length;)
        {
            var size = ReadBlock(at, bytes);
            yield return new BgzfBlock(at, size, BgzfBlock.ClaimedLength(bytes.AsSpan(0, size), Path, at));
            at += size;
        }
    }

    /// <summary>Closes the file; readers must not be used afterwards.</summary>
    public void Dispose() => handle.Dispose();

    /// <summary>Compressed bytes from <paramref name="offset"/> on; fewer than asked for at the end of the file.</summary>
    internal int Read(Span<byte> destination, long offset)
    {
        var total = 0;
        while (total < destination.Length)
        {
            var n = RandomAccess.Read(handle, destination[total..], offset + total);
            if (n == 0) break;
            total += n;
        }
        return total;
    }

    /// <summary>Size of the block at <paramref name="offset"/>, of which <paramref name="available"/> bytes are there.</summary>
    internal int BlockSize(ReadOnlySpan<byte> available, long offset)
    {
        var read = GzipHeader.Read(available, out var header);
        if (read == GzipHeaderRead.Complete && header.IsBgzf && header.BlockSize <= available.Length) return header.BlockSize;
        if (read == GzipHeaderRead.Invalid || (read == GzipHeaderRead.Complete && !header.IsBgzf))
            throw new OmniException(
                "OH1010", $"no BGZF block starts at compressed byte {offset}", Path,
                "Is the index older than the file? Write it again; if that does not help, copy or download the file again.");
        throw new OmniException(
            "OH1002",
            $"the BGZF data is truncated: the file ends at compressed byte {Length} inside the block that starts at byte {offset}", Path,
            "Copy or download the file again.");
    }

    private int ReadBlock(long offset, byte[] into) => BlockSize(into.AsSpan(0, Read(into, offset)), offset);

    private void CheckEnds()
    {
        try
        {
            Length = RandomAccess.GetLength(handle);
        }
        catch (NotSupportedException e)
        {
            throw new OmniException(
                "OH1012", "is no file on disk, and only those can be read at any place", Path, "Write it to a file first.", e);
        }
        var start = new byte[4096];
        if (!IsBgzf(start.AsSpan(0, Read(start, 0))))
            throw new OmniException(
                "OH1012", "is not BGZF, and nothing else can be read at any place", Path, "Compress it with bgzip instead of gzip.");
        Span<byte> end = stackalloc byte[GzipHeader.EndMarker.Length];
        _ = Read(end, Math.Max(0, Length - end.Length));
        if (!end.SequenceEqual(GzipHeader.EndMarker)) throw BgzfBlock.NoEndMarker(Path, Length);
    }
}
