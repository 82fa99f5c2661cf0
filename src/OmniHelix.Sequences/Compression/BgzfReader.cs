using OmniHelix.Sequences.Native;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// Decompressed bytes of a BGZF file from any place on. For one thread; take one reader a thread from <see cref="BgzfFile.OpenReader"/>.
/// </summary>
public sealed class BgzfReader : ForwardOnlyStream
{
    // A jump reads one block; whoever goes on from there wants more.
    private const int FirstRead = GzipHeader.MaximumBlock, NextRead = 4 * GzipHeader.MaximumBlock;

    private readonly BgzfFile file;
    private readonly DeflateDecompressor decompressor = new();
    private readonly byte[] raw = new byte[NextRead];
    private readonly byte[] content = new byte[GzipHeader.MaximumBlock];
    private long rawStart;
    private int rawLength;
    private BgzfBlock block;
    private int within;

    internal BgzfReader(BgzfFile file) => this.file = file;

    /// <summary>The place of the next byte.</summary>
    public BgzfOffset Offset =>
        within < block.UncompressedSize || block.UncompressedSize == 0 ? new(block.Offset, within) : new(block.Offset + block.Size, 0);

    /// <summary>Goes to a place that an index names.</summary>
    /// <exception cref="OmniException">
    /// OH1014 it lies outside the data; OH1010 no block starts there; OH1003 the block is damaged.
    /// </exception>
    public void Seek(BgzfOffset offset)
    {
        if (offset.Block != block.Offset || block.Size == 0) Load(offset.Block);
        if (offset.Within > block.UncompressedSize)
            throw Outside($"the block at compressed byte {offset.Block} holds {block.UncompressedSize} bytes, not {offset.Within}");
        within = offset.Within;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (block.Size == 0) Load(0);
        if (buffer.IsEmpty) return 0;
        while (within == block.UncompressedSize)
            if (!TryNext()) return 0;
        var n = Math.Min(buffer.Length, block.UncompressedSize - within);
        content.AsSpan(within, n).CopyTo(buffer);
        within += n;
        return n;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) decompressor.Dispose();
        base.Dispose(disposing);
    }

    private bool TryNext()
    {
        var next = block.Offset + block.Size;
        if (next >= file.Length) return false;
        Load(next);
        return true;
    }

    private void Load(long offset)
    {
        if (offset < 0 || offset >= file.Length)
            throw Outside($"the file has {file.Length} compressed bytes, and the place is in a block at byte {offset}");
        var goesOn = block.Size > 0 && offset == block.Offset + block.Size;
        if (!TryFindInRaw(offset, out var bytes))
        {
            block = default;
            rawLength = file.Read(raw.AsSpan(0, goesOn ? NextRead : FirstRead), offset);
            rawStart = offset;
            bytes = raw.AsSpan(0, file.BlockSize(raw.AsSpan(0, rawLength), offset));
        }
        var length = BgzfBlock.ClaimedLength(bytes, file.Path, offset);
        block = default;
        BgzfBlock.Decompress(decompressor, bytes, content.AsSpan(0, length), file.Path, offset);
        block = new BgzfBlock(offset, bytes.Length, length);
        within = 0;
    }

    private bool TryFindInRaw(long offset, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (offset < rawStart || offset >= rawStart + rawLength) return false;
        var there = raw.AsSpan((int)(offset - rawStart), (int)(rawStart + rawLength - offset));
        if (GzipHeader.Read(there, out var header) != GzipHeaderRead.Complete || !header.IsBgzf || header.BlockSize > there.Length)
            return false;
        bytes = there[..header.BlockSize];
        return true;
    }

    private OmniException Outside(string why) =>
        new("OH1014", $"the place lies outside the data: {why}", file.Path, "Is the index older than the file? Write it again.");
}
