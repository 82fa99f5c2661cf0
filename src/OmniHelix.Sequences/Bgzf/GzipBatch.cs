using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Bgzf;

/// <summary>A piece of the output of about 1 MiB: BGZF blocks still to be decompressed, on any thread, or bytes of another gzip member that are so already.</summary>
internal sealed class GzipBatch
{
    private const int Target = 1 << 20;

    private readonly List<(int Start, BgzfBlock Block)> blocks = [];
    private readonly byte[] output = GC.AllocateUninitializedArray<byte>(Target + GzipHeader.MaximumBlock);
    private byte[] compressed = [];
    private int compressedLength, length;

    public bool HasBlocks => blocks.Count > 0;

    public bool IsEmpty => length == 0 && !HasBlocks;

    // Blocks may be empty, so what goes in counts too.
    public bool IsFull => length >= Target || compressedLength >= Target;

    public ReadOnlySpan<byte> Output => output.AsSpan(0, length);

    /// <summary>Room for bytes that need no further work; <see cref="Advance"/> says how many were put there.</summary>
    public Span<byte> Room => output.AsSpan(length, Target - length);

    public void Advance(int count) => length += count;

    public void Clear()
    {
        blocks.Clear();
        (compressedLength, length) = (0, 0);
    }

    public void Add(ReadOnlySpan<byte> bytes, BgzfBlock block)
    {
        if (compressedLength + bytes.Length > compressed.Length) Array.Resize(ref compressed, Math.Max(Target / 2, compressed.Length * 2));
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
        foreach (var (start, block) in blocks)
        {
            BgzfBlock.Decompress(decompressor, compressed.AsSpan(start, block.Size), output.AsSpan(at, block.UncompressedSize), name, block.Offset);
            at += block.UncompressedSize;
        }
    }
}
