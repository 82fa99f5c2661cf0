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
/// Decompresses a buffer that claims to hold so many bytes, with the system's LZ4 and Zstandard libraries, which the package managers of
/// Linux systems need themselves.
/// </summary>
internal static unsafe partial class BufferDecompressor
{
    public const string Lz4 = "lz4", Zstd = "zstd";

    private const uint Lz4Version = 100;

    // ZSTD_error_dstSize_tooSmall.
    private const int ZstdTargetTooSmall = 70;

    private const long UsualRatio = 16, LeastRoom = 4096;

    // LZ4 spends a byte on 255, Zstandard at least 3 on a block of 128 KiB.
    private const long MostOfLz4Byte = 255, ZstdBlockHeader = 3, MostOfZstdBlock = 128 << 10;

    static BufferDecompressor() => NativeLibraries.Prepare();

    /// <summary>Most bytes that can come out of so many.</summary>
    public static long MostFrom(BufferCodec codec, long compressed) => codec == BufferCodec.Lz4Frame
        ? MostOfLz4Byte * (compressed + 1)
        : MostOfZstdBlock * (compressed / ZstdBlockHeader + 1);

    /// <summary>
    /// The content of a buffer. A claim takes no memory: room is made as bytes come, four times as much each time, and the first is what
    /// most buffers need.
    /// </summary>
    /// <param name="codec">How it is compressed.</param>
    /// <param name="compressed">The buffer.</param>
    /// <param name="length">Bytes that it claims to hold.</param>
    /// <param name="content">They, unless something is wrong.</param>
    /// <returns>What is wrong, or null.</returns>
    /// <exception cref="OmniException">OH1216: the library is not there.</exception>
    public static string? Run(BufferCodec codec, ReadOnlySpan<byte> compressed, int length, out byte[] content)
    {
        for (var room = Math.Min(length, RoomFor(compressed.Length)); ; room = Math.Min(length, 4 * room))
        {
            content = GC.AllocateUninitializedArray<byte>((int)room);
            var failure = Fill(codec, compressed, content, out var written);
            var isFull = failure is not null && written == room;
            if (isFull && room < length) continue;
            if (failure is not null) return failure;
            return written == length ? null : FormattableString.Invariant($"it holds {written} bytes instead of {length}");
        }
    }

    private static long RoomFor(long compressed) => UsualRatio * compressed + LeastRoom;

    private static string? Fill(BufferCodec codec, ReadOnlySpan<byte> compressed, Span<byte> into, out int written)
    {
        fixed (byte* source = compressed, pinned = into)
        {
            // A pointer is wanted even to nothing.
            byte nothing = 0;
            var target = pinned is null ? &nothing : pinned;
            return codec == BufferCodec.Zstd
                ? FillFromZstd(source, compressed.Length, target, into.Length, out written)
                : FillFromLz4(source, compressed.Length, target, into.Length, out written);
        }
    }

    private static string? FillFromZstd(byte* source, int length, byte* target, int room, out int written)
    {
        var got = ZSTD_decompress(target, (nuint)room, source, (nuint)length);
        if (ZSTD_isError(got) == 0)
        {
            written = (int)got;
            return null;
        }
        written = ZSTD_getErrorCode(got) == ZstdTargetTooSmall ? room : 0;
        return Marshal.PtrToStringUTF8(ZSTD_getErrorName(got));
    }

    private static string? FillFromLz4(byte* source, int length, byte* target, int room, out int written)
    {
        written = 0;
        var state = LZ4F_createDecompressionContext(out var context, Lz4Version);
        if (LZ4F_isError(state) != 0) return Marshal.PtrToStringUTF8(LZ4F_getErrorName(state));
        try
        {
            for (var read = 0; ;)
            {
                var taken = (nuint)(length - read);
                var given = (nuint)(room - written);
                var hint = LZ4F_decompress(context, target + written, ref given, source + read, ref taken, 0);
                if (LZ4F_isError(hint) != 0) return Marshal.PtrToStringUTF8(LZ4F_getErrorName(hint));
                read += (int)taken;
                written += (int)given;
                if (hint == 0) return read == length ? null : "bytes follow its end";
                if (taken == 0 && given == 0) return "it ends early, or holds more than it says";
            }
        }
        finally
        {
            _ = LZ4F_freeDecompressionContext(context);
        }
    }

    [LibraryImport(Zstd)]
    private static partial nuint ZSTD_decompress(byte* target, nuint capacity, byte* source, nuint length);

    [LibraryImport(Zstd)]
    private static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Zstd)]
    private static partial nint ZSTD_getErrorName(nuint code);

    [LibraryImport(Zstd)]
    private static partial int ZSTD_getErrorCode(nuint code);

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
