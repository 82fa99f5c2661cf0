using System.Buffers;
using System.Collections.Concurrent;
using OmniHelix.Sequences.Bgzf;

namespace OmniHelix.Sequences.Genome;

/// <summary>A BGZF file by decompressed place. Blocks last used are kept, because windows of neighbouring genes share them.</summary>
internal sealed class BgzfBytes : RandomBytes
{
    private const int LargestBlock = 1 << 16;

    // 16 MiB.
    private const int CachedBlocks = 256;

    private readonly BgzfFile file;
    private readonly GziIndex index;
    private readonly long[] starts;
    private readonly ConcurrentBag<BgzfReader> readers = [];
    private readonly Dictionary<int, byte[]> cache = [];
    private readonly Queue<int> oldest = [];
    private readonly Lock cacheLock = new();

    private BgzfBytes(BgzfFile file, GziIndex index)
    {
        this.file = file;
        this.index = index;
        starts = [0, .. index.Entries.Select(e => e.Uncompressed)];
        Length = starts[^1] + LastBlockLength();
    }

    public override long Length { get; }

    /// <summary>Opens a file with its <c>.gzi</c>, or without one by walking its blocks.</summary>
    /// <exception cref="OmniException">OH1011, OH1012: not whole BGZF; OH1013: the <c>.gzi</c> is damaged or belongs to another file.</exception>
    public static BgzfBytes Open(string path)
    {
        var file = BgzfFile.Open(path);
        try
        {
            var gzi = path + ".gzi";
            return new BgzfBytes(file, File.Exists(gzi) ? GziIndex.Read(gzi) : GziIndex.Build(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override void Copy(long offset, Span<byte> destination)
    {
        var block = Array.BinarySearch(starts, offset);
        if (block < 0) block = ~block - 1;
        while (!destination.IsEmpty)
        {
            var content = Block(block).AsSpan((int)(offset - starts[block]));
            var n = Math.Min(content.Length, destination.Length);
            content[..n].CopyTo(destination);
            destination = destination[n..];
            offset += n;
            block++;
        }
    }

    public override void CopyLines(long offset, long column, in FaidxRecord record, Span<byte> destination)
    {
        var last = column + destination.Length - 1;
        var length = (int)(last / record.LineBases * record.LineWidth + last % record.LineBases + 1 - column);
        var raw = ArrayPool<byte>.Shared.Rent(length);
        Copy(offset, raw.AsSpan(0, length));
        WrappedLines.Unwrap(ref raw[0], raw.Length, column, record.LineBases, record.LineWidth, destination);
        ArrayPool<byte>.Shared.Return(raw);
    }

    public override void Dispose()
    {
        while (readers.TryTake(out var reader)) reader.Dispose();
        file.Dispose();
    }

    private byte[] Block(int number)
    {
        lock (cacheLock)
            if (cache.TryGetValue(number, out var known)) return known;
        var length = (number + 1 < starts.Length ? starts[number + 1] : Length) - starts[number];
        if (length is < 1 or > LargestBlock) throw GziIndex.WrongFile(file.Path);
        var content = new byte[length];
        if (Read(starts[number], content) < length) throw GziIndex.WrongFile(file.Path);
        lock (cacheLock)
        {
            if (!cache.TryAdd(number, content)) return content;
            oldest.Enqueue(number);
            if (oldest.Count > CachedBlocks) cache.Remove(oldest.Dequeue());
        }
        return content;
    }

    private int LastBlockLength()
    {
        var content = Read(starts[^1], new byte[LargestBlock + 1]);
        return content <= LargestBlock ? content : throw GziIndex.WrongFile(file.Path);
    }

    private int Read(long offset, Span<byte> content)
    {
        if (!readers.TryTake(out var reader)) reader = file.OpenReader();
        reader.SeekUncompressed(offset, index);
        var n = reader.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        readers.Add(reader);
        return n;
    }
}
