using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Genome;

/// <summary>
/// A BGZF file by decompressed place. Blocks are kept in a bounded cache, because windows of neighbouring genes share them; what is longer
/// than a few blocks is decompressed on all cores.
/// </summary>
internal sealed class BgzfBytes : RandomBytes
{
    private const int LargestBlock = 1 << 16;
    private const int ParallelPiece = 1 << 20;

    private readonly BgzfFile file;
    private readonly GziIndex index;
    private readonly long[] starts;
    private readonly BlockCache cache;
    private readonly ConcurrentBag<Workplace> workplaces = [];

    private BgzfBytes(BgzfFile file, GziIndex index, long cacheBytes)
    {
        this.file = file;
        this.index = index;
        starts = [0, .. index.Entries.Select(e => e.Uncompressed)];
        cache = new BlockCache(starts.Length, LargestBlock, cacheBytes, Load);
        Length = starts[^1] + LastBlockLength();
    }

    public override long Length { get; }

    /// <summary>Opens a file with its <c>.gzi</c>, or without one by walking its blocks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cacheBytes">Memory for decompressed blocks.</param>
    /// <exception cref="OmniException">
    /// OH1011, OH1012: not whole BGZF; OH1013: the <c>.gzi</c> is damaged or belongs to another file.
    /// </exception>
    public static BgzfBytes Open(string path, long cacheBytes)
    {
        var file = BgzfFile.Open(path);
        try
        {
            var gzi = path + ".gzi";
            return new BgzfBytes(file, File.Exists(gzi) ? GziIndex.Read(gzi) : GziIndex.Build(file), cacheBytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override void Copy(long offset, Span<byte> destination)
    {
        for (var block = BlockAt(offset); !destination.IsEmpty; block++)
        {
            if (EndOf(block) <= offset) continue;
            var slot = cache.Take(block);
            var n = (int)Math.Min(EndOf(block) - offset, destination.Length);
            slot.Content.AsSpan((int)(offset - starts[block]), n).CopyTo(destination);
            BlockCache.Return(slot);
            destination = destination[n..];
            offset += n;
        }
    }

    public override unsafe void CopyLines(long offset, long column, in FaidxRecord record, Span<byte> destination)
    {
        if (destination.Length < 2 * ParallelPiece)
        {
            LoadTogether(BlockAt(offset), BlockAt(offset + WrappedLines.Bytes(column, destination.Length, record) - 1));
            CopyPiece(offset, column, record, destination);
            return;
        }
        var (length, lines) = (destination.Length, record);
        var first = offset - column;
        fixed (byte* pinned = destination)
        {
            var target = pinned;
            OnAllCores(0, (length + ParallelPiece - 1) / ParallelPiece, piece =>
            {
                var done = (long)piece * ParallelPiece;
                var (line, at) = Math.DivRem(column + done, lines.LineBases);
                CopyPiece(
                    first + line * lines.LineWidth + at, at, lines,
                    new Span<byte>(target + done, (int)Math.Min(ParallelPiece, length - done)));
            });
        }
    }

    public override void Dispose()
    {
        while (workplaces.TryTake(out var workplace)) workplace.Decompressor.Dispose();
        file.Dispose();
    }

    /// <summary>Blocks of one window that are not there yet are decompressed at the same time.</summary>
    private void LoadTogether(int first, int last)
    {
        if (cache.Missing(first, last) >= 2) OnAllCores(first, last + 1, block => BlockCache.Return(cache.Take(block)));
    }

    private static void OnAllCores(int from, int to, Action<int> action)
    {
        try
        {
            Parallel.For(from, to, action);
        }
        catch (AggregateException e)
        {
            // The caller is to see what is wrong with the file.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void CopyPiece(long offset, long column, in FaidxRecord record, Span<byte> destination)
    {
        var line = offset - column;
        for (var block = BlockAt(offset); !destination.IsEmpty; block++)
        {
            // The end of a line can reach over that of the block.
            if (EndOf(block) <= offset) continue;
            var past = EndOf(block) - line;
            var bases = past / record.LineWidth * record.LineBases + Math.Min(past % record.LineWidth, record.LineBases) - column;
            var n = (int)Math.Min(bases, destination.Length);
            var slot = cache.Take(block);
            var within = (int)(offset - starts[block]);
            WrappedLines.Unwrap(
                ref slot.Content[within], slot.Content.Length - within, column, record.LineBases, record.LineWidth, destination[..n]);
            BlockCache.Return(slot);
            destination = destination[n..];
            (var lines, column) = Math.DivRem(column + n, record.LineBases);
            line += lines * record.LineWidth;
            offset = line + column;
        }
    }

    private long EndOf(int block) => block + 1 < starts.Length ? starts[block + 1] : Length;

    private int BlockAt(long offset)
    {
        var block = Array.BinarySearch(starts, offset);
        return block < 0 ? ~block - 1 : block;
    }

    /// <summary>Decompresses what lies between two entries of the index: one block, or several small ones.</summary>
    private void Load(int number, byte[] content)
    {
        var length = EndOf(number) - starts[number];
        if (length is < 1 or > LargestBlock) throw GziIndex.WrongFile(file.Path);
        if (!workplaces.TryTake(out var workplace)) workplace = new Workplace(new DeflateDecompressor(), new byte[GzipHeader.MaximumBlock]);
        try
        {
            var at = CompressedStart(number);
            for (var filled = 0; filled < length;)
            {
                // Where the next entry lies is known, and more need not be read.
                var most = number < index.Entries.Count ? index.Entries[number].Compressed - at : long.MaxValue;
                if (at >= file.Length || most <= 0) throw GziIndex.WrongFile(file.Path);
                var raw = workplace.Raw.AsSpan(0, (int)Math.Min(most, workplace.Raw.Length));
                raw = raw[..file.Read(raw, at)];
                raw = raw[..file.BlockSize(raw, at)];
                var size = BgzfBlock.ClaimedLength(raw, file.Path, at);
                if (size > length - filled) throw GziIndex.WrongFile(file.Path);
                BgzfBlock.Decompress(workplace.Decompressor, raw, content.AsSpan(filled, size), file.Path, at);
                filled += size;
                at += raw.Length;
            }
        }
        finally
        {
            workplaces.Add(workplace);
        }
    }

    private long CompressedStart(int number) => number == 0 ? 0 : index.Entries[number - 1].Compressed;

    private int LastBlockLength()
    {
        var raw = new byte[GzipHeader.MaximumBlock];
        var at = CompressedStart(starts.Length - 1);
        if (at >= file.Length) throw GziIndex.WrongFile(file.Path);
        var length = 0;
        while (at < file.Length)
        {
            var block = raw.AsSpan(0, file.Read(raw, at));
            block = block[..file.BlockSize(block, at)];
            length += BgzfBlock.ClaimedLength(block, file.Path, at);
            if (length > LargestBlock) throw GziIndex.WrongFile(file.Path);
            at += block.Length;
        }
        return length;
    }

    /// <summary>What one thread needs to decompress.</summary>
    private sealed record Workplace(DeflateDecompressor Decompressor, byte[] Raw);
}
