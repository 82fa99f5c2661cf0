namespace OmniHelix;

/// <summary>Files are written whole or not at all: a temporary sibling is filled, flushed to disk and renamed over the target.</summary>
public static class AtomicFile
{
    private const int DiskFull = unchecked((int)0x80070070);
    private const int NoSpaceErrno = 28;

    /// <summary>
    /// Writes <paramref name="path"/> through a stream; on any failure the target is untouched and the temporary file is removed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="fill">Writes the bytes. What it throws is its own: a failure to read is not one to write.</param>
    /// <exception cref="OmniException">OH6001 when the disk is full, OH6002 when the place cannot be written.</exception>
    public static void Write(string path, Action<Stream> fill)
    {
        using var pending = new PendingFile(path);
        using (var stream = pending.Create()) fill(stream);
        pending.Commit();
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    public static void WriteText(string path, string text) => Write(path, s =>
    {
        using var writer = new StreamWriter(s, leaveOpen: true);
        writer.Write(text);
    });

    /// <summary>Makes a folder, and those it lies in; one that is there stays.</summary>
    /// <exception cref="OmniException">OH6001 when the disk is full, OH6002 when it cannot be made.</exception>
    public static void MakeFolder(string path) => Do(path, () => Directory.CreateDirectory(path));

    /// <summary>Does what changes a file or folder.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="change">Nothing in it reads what else may fail.</param>
    /// <exception cref="OmniException">OH6001 when the disk is full, OH6002 when the place cannot be written.</exception>
    public static void Do(string path, Action change)
    {
        try
        {
            change();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Translate(e, path);
        }
    }

    /// <summary>Whether the system refused to read or write.</summary>
    internal static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>Turns an I/O failure of writing <paramref name="path"/> into the error a user sees.</summary>
    public static OmniException Translate(Exception e, string path) =>
        e is IOException && (e.HResult == DiskFull || (e.HResult & 0xFFFF) == NoSpaceErrno)
            ? new OmniException(
                "OH6001", "no space left on the device; nothing was written", path, "Free some space or choose another output folder.", e)
            : new OmniException(
                "OH6002", $"cannot write: {e.Message}", path, "Check that the folder exists and that you may write there.", e);
}
