using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OmniHelix.Data.Native;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>One buffer of a record batch: a stretch of the file, read piece by piece, or decompressed as a whole when it is first asked for.</summary>
internal sealed class ArrowBuffer
{
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly long start, stored;
    private readonly BufferCodec? codec;
    private byte[]? content;

    private ArrowBuffer(string path, SafeFileHandle file, long start, long stored, long length, BufferCodec? codec) => (this.path, this.file, this.start, this.stored, Length, this.codec) = (path, file, start, stored, length, codec);

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>A stretch of a file that is known to lie inside it. A compressed buffer starts with its length as it will be.</summary>
    public static ArrowBuffer Open(string path, SafeFileHandle file, long start, long length, BufferCodec? codec)
    {
        if (codec is null || length == 0) return new(path, file, start, length, length, null);
        if (length < 8) throw ArrowErrors.Broken(path, start, FormattableString.Invariant($"a compressed buffer of {length} bytes"));
        Span<byte> head = stackalloc byte[8];
        ReadFile(path, file, start, head);
        var whole = BinaryPrimitives.ReadInt64LittleEndian(head);
        if (whole == -1) return new(path, file, start + 8, length - 8, length - 8, null);
        if (whole < 0 || whole > Array.MaxLength || whole > BufferDecompressor.MostFrom(codec.Value, length - 8))
            throw ArrowErrors.Broken(path, start, FormattableString.Invariant($"a buffer of {length - 8} compressed bytes claims to hold {whole}"));
        return new(path, file, start + 8, length - 8, whole, codec);
    }

    /// <summary>Copies bytes.</summary>
    /// <exception cref="OmniException">OH1225: they lie outside the buffer, or it cannot be decompressed.</exception>
    public void Read(long offset, Span<byte> into)
    {
        if (offset < 0 || into.Length > Length - offset) throw Broken(FormattableString.Invariant($"a column needs {into.Length} bytes from {offset} of a buffer that has {Length}"));
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

    public OmniException Broken(string what) => ArrowErrors.Broken(path, start, what);

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
            if (got == 0) throw ArrowErrors.Broken(path, at + done, "it ends here, in the middle of its data");
            done += got;
        }
    }

    private byte[] Decompress(BufferCodec codec)
    {
        if (stored > Array.MaxLength) throw Broken(FormattableString.Invariant($"a compressed buffer of {stored} bytes"));
        var compressed = GC.AllocateUninitializedArray<byte>((int)stored);
        ReadFile(path, file, start, compressed);
        var whole = GC.AllocateUninitializedArray<byte>((int)Length);
        if (BufferDecompressor.Run(codec, compressed, whole) is { } failure) throw Broken($"a buffer cannot be decompressed ({codec}): {failure}");
        return whole;
    }
}
