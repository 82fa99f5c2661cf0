using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Sequences.Native;

/// <summary>libdeflate: the fastest codec for data that is in memory whole, as BGZF blocks are.</summary>
internal static unsafe partial class Libdeflate
{
    static Libdeflate() => NativeLibraries.Prepare();

    [LibraryImport(NativeLibraries.Deflate)]
    internal static partial nint libdeflate_alloc_decompressor();

    [LibraryImport(NativeLibraries.Deflate)]
    internal static partial void libdeflate_free_decompressor(nint decompressor);

    [LibraryImport(NativeLibraries.Deflate)]
    internal static partial int libdeflate_deflate_decompress(
        DeflateDecompressor decompressor, byte* input, nuint inputLength, byte* output, nuint outputLength, nuint* written);

    [LibraryImport(NativeLibraries.Deflate)]
    internal static partial nint libdeflate_alloc_compressor(int level);

    [LibraryImport(NativeLibraries.Deflate)]
    internal static partial void libdeflate_free_compressor(nint compressor);

    [LibraryImport(NativeLibraries.Deflate)]
    internal static partial nuint libdeflate_deflate_compress(
        DeflateCompressor compressor, byte* input, nuint inputLength, byte* output, nuint outputLength);

    [LibraryImport(NativeLibraries.Deflate)]
    internal static partial uint libdeflate_crc32(uint crc, byte* data, nuint length);

    /// <summary>CRC-32 as gzip uses it.</summary>
    internal static uint Crc32(ReadOnlySpan<byte> data)
    {
        fixed (byte* p = data) return libdeflate_crc32(0, p, (nuint)data.Length);
    }
}

/// <summary>One decompressor; not for two threads at a time.</summary>
internal sealed class DeflateDecompressor : SafeHandleZeroOrMinusOneIsInvalid
{
    public DeflateDecompressor()
        : base(ownsHandle: true) => SetHandle(Libdeflate.libdeflate_alloc_decompressor());

    /// <summary>Raw deflate data that fills <paramref name="output"/> exactly; false when it is damaged or has another length.</summary>
    public unsafe bool TryDecompress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        // An empty output still needs an address.
        byte none = 0;
        fixed (byte* from = input, to = output)
            return Libdeflate.libdeflate_deflate_decompress(
                this, from, (nuint)input.Length, to == null ? &none : to, (nuint)output.Length, null) == 0;
    }

    protected override bool ReleaseHandle()
    {
        Libdeflate.libdeflate_free_decompressor(handle);
        return true;
    }
}

/// <summary>One compressor; not for two threads at a time.</summary>
internal sealed class DeflateCompressor : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <param name="level">1 (fast) to 12 (small).</param>
    public DeflateCompressor(int level)
        : base(ownsHandle: true) => SetHandle(Libdeflate.libdeflate_alloc_compressor(level));

    /// <summary>Length of the raw deflate data, 0 when it does not fit.</summary>
    public unsafe int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        fixed (byte* from = input, to = output)
            return (int)Libdeflate.libdeflate_deflate_compress(this, from, (nuint)input.Length, to, (nuint)output.Length);
    }

    protected override bool ReleaseHandle()
    {
        Libdeflate.libdeflate_free_compressor(handle);
        return true;
    }
}
