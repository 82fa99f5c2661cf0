using System.Runtime.InteropServices;

namespace OmniHelix.Data.Native;

/// <summary>Compression of buffers in Arrow files.</summary>
internal enum BufferCodec
{
    /// <summary>LZ4 frames.</summary>
    Lz4Frame,

    /// <summary>Zstandard.</summary>
    Zstd,
}

/// <summary>
/// Decompresses a buffer whose length is known, with the system's LZ4 and Zstandard libraries, which the package managers of Linux systems
/// need themselves.
/// </summary>
internal static unsafe partial class BufferDecompressor
{
    public const string Lz4 = "lz4", Zstd = "zstd";

    private const uint Lz4Version = 100;

    // LZ4 spends a byte on 255, Zstandard at least 3 on a block of 128 KiB.
    private const long MostOfLz4Byte = 255, ZstdBlockHeader = 3, MostOfZstdBlock = 128 << 10;

    static BufferDecompressor() => NativeLibraries.Prepare();

    /// <summary>Most bytes that can come out of so many.</summary>
    public static long MostFrom(BufferCodec codec, long compressed) => codec == BufferCodec.Lz4Frame
        ? MostOfLz4Byte * (compressed + 1)
        : MostOfZstdBlock * (compressed / ZstdBlockHeader + 1);

    /// <summary>Fills <paramref name="into"/>; returns what is wrong, or null.</summary>
    /// <exception cref="OmniException">OH1216: the library is not there.</exception>
    public static string? Run(BufferCodec codec, ReadOnlySpan<byte> compressed, Span<byte> into)
    {
        fixed (byte* source = compressed, pinned = into)
        {
            // A pointer is wanted even to nothing.
            byte nothing = 0;
            var target = pinned is null ? &nothing : pinned;
            return codec == BufferCodec.Zstd
                ? RunZstd(source, compressed.Length, target, into.Length)
                : RunLz4(source, compressed.Length, target, into.Length);
        }
    }

    private static string? RunZstd(byte* source, int length, byte* target, int wanted)
    {
        var got = ZSTD_decompress(target, (nuint)wanted, source, (nuint)length);
        if (ZSTD_isError(got) != 0) return Marshal.PtrToStringUTF8(ZSTD_getErrorName(got));
        return got == (nuint)wanted ? null : TooFew((long)got, wanted);
    }

    private static string? RunLz4(byte* source, int length, byte* target, int wanted)
    {
        var state = LZ4F_createDecompressionContext(out var context, Lz4Version);
        if (LZ4F_isError(state) != 0) return Marshal.PtrToStringUTF8(LZ4F_getErrorName(state));
        try
        {
            var read = 0;
            var written = 0;
            while (true)
            {
                var taken = (nuint)(length - read);
                var given = (nuint)(wanted - written);
                var hint = LZ4F_decompress(context, target + written, ref given, source + read, ref taken, 0);
                if (LZ4F_isError(hint) != 0) return Marshal.PtrToStringUTF8(LZ4F_getErrorName(hint));
                read += (int)taken;
                written += (int)given;
                if (hint == 0) return written != wanted ? TooFew(written, wanted) : read != length ? "bytes follow its end" : null;
                if (taken == 0 && given == 0) return "it ends early, or holds more than it says";
            }
        }
        finally
        {
            _ = LZ4F_freeDecompressionContext(context);
        }
    }

    private static string TooFew(long got, int wanted) => FormattableString.Invariant($"it holds {got} bytes instead of {wanted}");

    [LibraryImport(Zstd)]
    private static partial nuint ZSTD_decompress(byte* target, nuint capacity, byte* source, nuint length);

    [LibraryImport(Zstd)]
    private static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Zstd)]
    private static partial nint ZSTD_getErrorName(nuint code);

    [LibraryImport(Lz4)]
    private static partial nuint LZ4F_createDecompressionContext(out nint context, uint version);

    [LibraryImport(Lz4)]
    private static partial nuint LZ4F_freeDecompressionContext(nint context);

    [LibraryImport(Lz4)]
    private static partial nuint LZ4F_decompress(
        nint context, byte* target, ref nuint targetLength, byte* source, ref nuint sourceLength, nint options);

    [LibraryImport(Lz4)]
    private static partial uint LZ4F_isError(nuint code);

    [LibraryImport(Lz4)]
    private static partial nint LZ4F_getErrorName(nuint code);
}
