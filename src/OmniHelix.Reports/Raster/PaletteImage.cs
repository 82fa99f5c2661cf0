using System.Buffers.Binary;
using System.IO.Compression;

namespace OmniHelix.Reports.Raster;

/// <summary>
/// A PNG of one colour whose opacity is the value of each pixel, so that it looks right on light and on dark pages (W3C, Portable Network
/// Graphics, third edition: colour type 3 with a tRNS chunk).
/// </summary>
internal static class PaletteImage
{
    private const int Levels = 256;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Encodes opacities from 0, transparent, to 255.</summary>
    /// <param name="opacity">Row after row.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="colour">Red, green and blue.</param>
    public static byte[] Encode(ReadOnlySpan<byte> opacity, int width, (byte Red, byte Green, byte Blue) colour)
    {
        var height = opacity.Length / width;
        var png = new MemoryStream();
        png.Write(Signature);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        head[9] = 3;
        PngChunk.Write(png, "IHDR"u8, head);
        PngChunk.Write(png, "PLTE"u8, [.. Enumerable.Repeat(new[] { colour.Red, colour.Green, colour.Blue }, Levels).SelectMany(c => c)]);
        PngChunk.Write(png, "tRNS"u8, [.. Enumerable.Range(0, Levels).Select(level => (byte)level)]);
        PngChunk.Write(png, "IDAT"u8, Compressed(opacity, width));
        PngChunk.Write(png, "IEND"u8, []);
        return png.ToArray();
    }

    // Each row begins with the number of its filter, 0 for none.
    private static byte[] Compressed(ReadOnlySpan<byte> opacity, int width)
    {
        var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var start = 0; start < opacity.Length; start += width)
            {
                zlib.WriteByte(0);
                zlib.Write(opacity.Slice(start, width));
            }
        return data.ToArray();
    }
}
