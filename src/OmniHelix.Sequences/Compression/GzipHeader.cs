using System.Buffers.Binary;

namespace OmniHelix.Sequences.Compression;

/// <summary>The start of a gzip member (RFC 1952), and whether it is a BGZF block (SAM specification, section 4.1).</summary>
/// <param name="Length">Bytes before the deflate data.</param>
/// <param name="BlockSize">Size of the whole BGZF block in bytes, 0 for other gzip members.</param>
internal readonly record struct GzipHeader(int Length, int BlockSize)
{
    /// <summary>Most bytes of a BGZF block, compressed or not.</summary>
    public const int MaximumBlock = 1 << 16;

    /// <summary>CRC-32 and length behind the deflate data.</summary>
    public const int TrailerLength = 8;

    /// <summary>The empty block that ends a BGZF file.</summary>
    public static ReadOnlySpan<byte> EndMarker =>
        [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, (byte)'B', (byte)'C', 2, 0, 0x1B, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private const int Fixed = 10;
    private const byte HeaderChecksum = 2, Extra = 4, FileName = 8, Comment = 16, Reserved = 0xE0;

    public bool IsBgzf => BlockSize > 0;

    /// <summary>Whether <paramref name="data"/> can be the start of a member, however short it is.</summary>
    public static bool CanStart(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> magic = [0x1F, 0x8B, 8];
        var n = Math.Min(data.Length, magic.Length);
        return n > 0 && data[..n].SequenceEqual(magic[..n]);
    }

    /// <summary>Reads a header that may be cut short by the end of <paramref name="data"/>.</summary>
    public static GzipHeaderRead Read(ReadOnlySpan<byte> data, out GzipHeader header)
    {
        header = default;
        if (data.Length < Fixed) return GzipHeaderRead.Incomplete;
        var flags = data[3];
        if (!CanStart(data) || (flags & Reserved) != 0) return GzipHeaderRead.Invalid;
        int at = Fixed, blockSize = 0;
        if ((flags & Extra) != 0)
        {
            if (data.Length < at + 2) return GzipHeaderRead.Incomplete;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
            at += 2;
            if (data.Length < at + length) return GzipHeaderRead.Incomplete;
            blockSize = BlockSizeOf(data.Slice(at, length));
            at += length;
        }
        foreach (var text in (ReadOnlySpan<byte>)[FileName, Comment])
        {
            if ((flags & text) == 0) continue;
            var end = data[at..].IndexOf((byte)0);
            if (end < 0) return GzipHeaderRead.Incomplete;
            at += end + 1;
        }
        if ((flags & HeaderChecksum) != 0) at += 2;
        if (data.Length < at) return GzipHeaderRead.Incomplete;
        if (blockSize > 0 && blockSize < at + TrailerLength) return GzipHeaderRead.Invalid;
        header = new GzipHeader(at, blockSize);
        return GzipHeaderRead.Complete;
    }

    // Other programs may put subfields of their own beside BC.
    private static int BlockSizeOf(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (extra.Length < 4 + length) return 0;
            if (extra[0] == 'B' && extra[1] == 'C' && length == 2) return BinaryPrimitives.ReadUInt16LittleEndian(extra[4..]) + 1;
            extra = extra[(4 + length)..];
        }
        return 0;
    }
}

/// <summary>What reading a header came to.</summary>
internal enum GzipHeaderRead
{
    /// <summary>It is there.</summary>
    Complete,

    /// <summary>More bytes are needed to tell.</summary>
    Incomplete,

    /// <summary>These bytes start no gzip member.</summary>
    Invalid,
}
