using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// A piece of the output: BGZF blocks still to be decompressed, on any thread, or bytes of another gzip member that are so already.
/// </summary>
internal sealed class GzipBatch
{
    // Blocks are decompressed and read again while they are in a core's cache; the inflater of other members starts anew in every piece,
    // which costs more than the cache gives.
    private const int BlocksTarget = 1 << 18, StreamTarget = 1 << 20;

    private readonly List<(int Start, BgzfBlock Block)> blocks = [];
    private byte[] output = [];
    private byte[] compressed = [];
    private int compressedLength, length;

    public bool HasBlocks => blocks.Count > 0;

    public bool IsEmpty => length == 0 && !HasBlocks;

    // Blocks may be empty, so what goes in counts too.
    public bool IsFull => length >= (HasBlocks ? BlocksTarget : StreamTarget) || compressedLength >= BlocksTarget;

    public ReadOnlySpan<byte> Output => output.AsSpan(0, length);

    /// <summary>Room for bytes that need no further work; <see cref="Advance"/> says how many were put there.</summary>
    public Span<byte> Room
    {
        get
        {
            Reserve(StreamTarget);
            return output.AsSpan(length, StreamTarget - length);
        }
    }

    public void Advance(int count) => length += count;

    public void Clear()
    {
        blocks.Clear();
        compressedLength = 0;
        length = 0;
    }

    public void Add(ReadOnlySpan<byte> bytes, BgzfBlock block)
    {
        if (compressedLength + bytes.Length > compressed.Length)
            Array.Resize(ref compressed, Math.Max(BlocksTarget / 2, compressed.Length * 2));
        bytes.CopyTo(compressed.AsSpan(compressedLength));
        blocks.Add((compressedLength, block));
        compressedLength += bytes.Length;
        length += block.UncompressedSize;
    }

    /// <summary>Decompresses the blocks.</summary>
    /// <exception cref="OmniException">OH1003: one of them is damaged.</exception>
    public void Inflate(DeflateDecompressor decompressor, string name)
    {
        var at = 0;
        Reserve(BlocksTarget + GzipHeader.MaximumBlock);
        foreach (var (start, block) in blocks)
        {
            BgzfBlock.Decompress(
                decompressor, compressed.AsSpan(start, block.Size), output.AsSpan(at, block.UncompressedSize), name, block.Offset);
            at += block.UncompressedSize;
        }
    }

    // Only before anything was put there.
    private void Reserve(int capacity)
    {
        if (output.Length < capacity) output = GC.AllocateUninitializedArray<byte>(capacity);
    }
}
