using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Torch.Checkpoints.Memory;

/// <summary>A whole file mapped read-only. Positions are checked; the addresses live until <see cref="Dispose"/>.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeMemoryMappedViewHandle? view;
    private readonly byte* start;
    private bool disposed;

    private MappedFile(string path, long length, SafeMemoryMappedViewHandle? view)
    {
        Path = path;
        Length = length;
        this.view = view;
        view?.AcquirePointer(ref start);
    }

    public string Path { get; }

    public long Length { get; }

    public static MappedFile Open(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
            if (stream.Length == 0) return new MappedFile(path, 0, null);
            using var map = MemoryMappedFile.CreateFromFile(
                stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            using var accessor = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            // The pointer taken by the constructor keeps the view alive after the accessor is gone.
            return new MappedFile(path, stream.Length, accessor.SafeMemoryMappedViewHandle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH3001", $"cannot open: {e.Message}", path, "Check the path and that you may read it.", e);
        }
    }

    /// <summary>
    /// The address of byte <paramref name="offset"/>; the caller has checked that <paramref name="length"/> bytes follow.
    /// </summary>
    public nint Address(long offset, long length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return (nint)(start + offset);
    }

    public ReadOnlySpan<byte> Bytes(long offset, int length) => new((void*)Address(offset, length), length);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        view?.ReleasePointer();
    }
}
