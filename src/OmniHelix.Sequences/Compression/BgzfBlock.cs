using System.Buffers.Binary;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Compression;

/// <summary>Where one block of a BGZF file lies.</summary>
/// <param name="Offset">Byte of the file at which the block starts.</param>
/// <param name="Size">Compressed bytes, header and checksum included.</param>
/// <param name="UncompressedSize">Bytes it holds; 0 for the end marker.</param>
public readonly record struct BgzfBlock(long Offset, int Size, int UncompressedSize)
{
    /// <summary>Decompresses one block and checks it.</summary>
    /// <exception cref="OmniException">OH1003: the block is damaged.</exception>
    internal static void Decompress(DeflateDecompressor decompressor, ReadOnlySpan<byte> block, Span<byte> output, string name, long offset)
    {
        var read = GzipHeader.Read(block, out var header);
        if (read != GzipHeaderRead.Complete || !decompressor.TryDecompress(block[header.Length..^GzipHeader.TrailerLength], output))
            throw Corrupt("its deflate data is damaged", name, offset);
        if (Libdeflate.Crc32(output) != BinaryPrimitives.ReadUInt32LittleEndian(block[^GzipHeader.TrailerLength..]))
            throw Corrupt("its checksum does not match", name, offset);
    }

    /// <summary>The length that a whole block claims to hold.</summary>
    /// <exception cref="OmniException">OH1003: more than a block can hold.</exception>
    internal static int ClaimedLength(ReadOnlySpan<byte> block, string name, long offset)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(block[^4..]);
        return length <= GzipHeader.MaximumBlock
            ? (int)length
            : throw Corrupt($"it claims to hold {length} bytes, but 65536 are the most", name, offset);
    }

    internal static OmniException Corrupt(string what, string name, long offset) =>
        new("OH1003", $"the BGZF block at compressed byte {offset} is corrupt: {what}", name, "Copy or download the file again.");

    internal static OmniException NoEndMarker(string name, long length) =>
        new("OH1011", $"the BGZF data has no end marker: the file ends at compressed byte {length}, after a block with data", name,
            "The file is probably truncated: copy or download it again, or read it with 'bgzip -d' if it is known to be whole.");
}
