using Microsoft.Win32.SafeHandles;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// Opens plain, gzip or BGZF input for reading. The first bytes decide, never the extension; <c>-</c> is standard input. Gzip may have
/// several members and BGZF blocks among them; blocks are decompressed on all cores. A file that ends too early is an error, not a short
/// result.
/// </summary>
public static class CompressedInput
{
    // Even one core gains from a second thread: it reads the next piece while this one waits for the disk.
    private static int ReadingAhead => Math.Max(2, Environment.ProcessorCount);

    /// <summary>Opens <paramref name="path"/> and gives decompressed bytes.</summary>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <param name="threads">Threads that decompress: 0 for one a core; 1 for none but the caller's.</param>
    /// <exception cref="OmniException">OH1001 the file cannot be opened; OH1004 a compression that is not read; OH1009 a git-lfs
    /// pointer; while reading OH1002
    /// truncated, OH1003 corrupt, OH1010 gzip data followed by something else, OH1011 BGZF without end marker.</exception>
    public static Stream Open(string path, int threads = 0) => Decompress(OpenRaw(path), path == "-" ? "standard input" : path, threads);

    /// <summary>The same for a stream that is already open; the result owns it.</summary>
    /// <param name="source">Compressed or plain bytes.</param>
    /// <param name="name">Used in errors.</param>
    /// <param name="threads">Threads that decompress: 0 for one a core; 1 for none but the caller's.</param>
    public static Stream Decompress(Stream source, string name, int threads = 0)
    {
        try
        {
            var head = new byte[Math.Max(FileContainer.Head, GitLfsPointer.Head)];
            var length = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var start = head.AsSpan(0, length);
            GitLfsPointer.Refuse(start, name);
            var whole = new RewoundStream(start.ToArray(), source);
            var container = FileContainer.Of(start);
            if (container is { IsRead: false })
                throw new OmniException(
                    "OH1004", $"is compressed with {container}, which is not read", name, "Decompress it first, or compress it with gzip.");
            return container is null ? whole : new GzipInput(whole, name, threads == 0 ? ReadingAhead : threads);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a pipe or a device for what is read more than once, or not from start to end.</summary>
    /// <exception cref="OmniException">OH1012.</exception>
    public static void RequireFile(string path)
    {
        if (FilePlace.Of(path).IsStream)
            throw new OmniException(
                "OH1012", "is no file but a pipe or a device, and has to be read more than once", path,
                "Write it to a file, or use - where the command takes standard input.");
    }

    /// <summary>The bytes as they are stored.</summary>
    internal static Stream OpenRaw(string path) =>
        path == "-" ? Console.OpenStandardInput() : new FileStream(OpenHandle(path), FileAccess.Read, 1);

    /// <summary>Opens a file for reading from start to end or anywhere.</summary>
    /// <exception cref="OmniException">OH1001: it cannot be opened.</exception>
    internal static SafeFileHandle OpenHandle(string path)
    {
        if (Directory.Exists(path)) throw new OmniException("OH1001", "is a folder, but a file was expected", path);
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException(
                "OH1001",
                $"cannot open the file: {(e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message)}",
                path, null, e);
        }
    }
}
