using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OmniHelix.Data.Native;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// One buffer of a record batch: a stretch of the file, read piece by piece, or decompressed as a whole when it is first asked for.
/// </summary>
internal sealed class ArrowBuffer
{
    // Before a compressed buffer stands its length as it will be, or that it is stored as it is.
    private const int LengthSize = sizeof(long);
    private const long NotCompressed = -1;

    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly long start, stored;
    private readonly BufferCodec? codec;
    private byte[]? content;

    private ArrowBuffer(string path, SafeFileHandle file, long start, long stored, long length, BufferCodec? codec)
    {
        this.path = path;
        this.file = file;
        this.start = start;
        this.stored = stored;
        this.codec = codec;
        Length = length;
    }

    /// <summary>Bytes; of a compressed buffer those it claims to hold.</summary>
    public long Length { get; }

    /// <summary>A stretch of a file that is known to lie inside it.</summary>
    public static ArrowBuffer Open(string path, SafeFileHandle file, long start, long length, BufferCodec? codec)
    {
        if (codec is null || length == 0) return new(path, file, start, length, length, null);
        if (length < LengthSize) throw ArrowErrors.Broken(path, start, $"a compressed buffer of {length} bytes");
        Span<byte> head = stackalloc byte[LengthSize];
        ReadFile(path, file, start, head);
        var whole = BinaryPrimitives.ReadInt64LittleEndian(head);
        var packed = length - LengthSize;
        // Some writers put a length of nothing before nothing.
        if (whole == NotCompressed || (whole == 0 && packed == 0)) return new(path, file, start + LengthSize, packed, packed, null);
        if (whole < 0 || whole > Array.MaxLength || whole > BufferDecompressor.MostFrom(codec.Value, packed))
            throw ArrowErrors.Broken(path, start, $"a buffer of {packed} compressed bytes claims to hold {whole}");
        return new(path, file, start + LengthSize, packed, whole, codec);
    }

    /// <summary>Copies bytes.</summary>
    /// <exception cref="OmniException">OH1225: they lie outside the buffer, or it cannot be decompressed.</exception>
    public void Read(long offset, Span<byte> into)
    {
        if (offset < 0 || into.Length > Length - offset)
            throw Broken($"a column needs {into.Length} bytes from {offset} of a buffer that has {Length}");
        if (codec is null) ReadFile(path, file, start + offset, into);
        else (content ??= Decompress(codec.Value)).AsSpan((int)offset, into.Length).CopyTo(into);
    }

    /// <summary>Copies numbers.</summary>
    public T[] Read<T>(long first, int count) where T : unmanaged
    {
        var numbers = GC.AllocateUninitializedArray<T>(count);
        var bytes = MemoryMarshal.AsBytes(numbers.AsSpan());
        if (count > 0) Read(checked(first * (bytes.Length / count)), bytes);
        return numbers;
    }

    public OmniException Broken(FormattableString what) => ArrowErrors.Broken(path, start, what);

    internal static void ReadFile(string path, SafeFileHandle file, long at, Span<byte> into)
    {
        for (var done = 0; done < into.Length;)
        {
            int got;
            try
            {
                got = RandomAccess.Read(file, into[done..], at + done);
            }
            catch (IOException e)
            {
                throw new OmniException("OH1001", $"cannot read the file: {e.Message}", path, null, e);
            }
            if (got == 0) throw ArrowErrors.Broken(path, at + done, $"it ends here, in the middle of its data");
            done += got;
        }
    }

    private byte[] Decompress(BufferCodec codec)
    {
        if (stored > Array.MaxLength) throw Broken($"a compressed buffer of {stored} bytes");
        var compressed = GC.AllocateUninitializedArray<byte>((int)stored);
        ReadFile(path, file, start, compressed);
        var failure = BufferDecompressor.Run(codec, compressed, (int)Length, out var whole);
        return failure is null ? whole : throw Broken($"a buffer cannot be decompressed ({codec}): {failure}");
    }
}
