using System.Buffers.Binary;

namespace OmniHelix.Reports.Raster;

/// <summary>Pieces of PNG files: length, type, content, check sum (W3C, Portable Network Graphics, third edition, section 5.3).</summary>
internal static class PngChunk
{
    private const int SignatureLength = 8, HeaderLength = 12 + 13;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(n => CrcOf((uint)n))];

    /// <summary>Appends a chunk.</summary>
    public static void Write(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        png.Write(number);
    }

    /// <summary>A PNG that says how large it is on paper: a chunk pHYs behind the header.</summary>
    /// <param name="png">A PNG without such a chunk.</param>
    /// <param name="dotsAMetre">In both directions.</param>
    public static byte[] WithResolution(ReadOnlySpan<byte> png, int dotsAMetre)
    {
        const int Start = SignatureLength + HeaderLength;
        Span<byte> content = stackalloc byte[9];
        BinaryPrimitives.WriteInt32BigEndian(content, dotsAMetre);
        BinaryPrimitives.WriteInt32BigEndian(content[4..], dotsAMetre);
        content[8] = 1;
        var result = new MemoryStream();
        result.Write(png[..Start]);
        Write(result, "pHYs"u8, content);
        result.Write(png[Start..]);
        return result.ToArray();
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes) crc = CrcTable[(crc ^ one) & 0xff] ^ (crc >> 8);
        return crc;
    }

    private static uint CrcOf(uint n)
    {
        for (var bit = 0; bit < 8; bit++) n = (n & 1) != 0 ? 0xedb88320 ^ (n >> 1) : n >> 1;
        return n;
    }
}
