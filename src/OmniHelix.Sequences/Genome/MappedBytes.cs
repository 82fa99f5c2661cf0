using System.IO.MemoryMappedFiles;

namespace OmniHelix.Sequences.Genome;

/// <summary>A plain file mapped into memory: a window costs one copy out of the page cache and no system call.</summary>
internal sealed unsafe class MappedBytes : RandomBytes
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;

    public MappedBytes(string path)
    {
        Length = new FileInfo(path).Length;
        if (Length == 0)
            throw new OmniException(
                "OH1012", "random access needs a file on a disk, and this is a device or a pipe", path, "Write it to a file first.");
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    public override long Length { get; }

    public override void Copy(long offset, Span<byte> destination) =>
        new ReadOnlySpan<byte>(start + offset, destination.Length).CopyTo(destination);

    public override void CopyLines(long offset, long column, in FaidxRecord record, Span<byte> destination) =>
        WrappedLines.Unwrap(ref *(start + offset), Length - offset, column, record.LineBases, record.LineWidth, destination);

    public override void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }
}
