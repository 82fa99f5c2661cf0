namespace OmniHelix;

/// <summary>
/// A file that is being written under a temporary name beside its own; <see cref="Commit"/> gives it its name, disposing without it removes
/// what was written.
/// </summary>
public sealed class PendingFile : IDisposable
{
    private readonly string path;
    private readonly string target;
    private bool isCommitted;

    /// <summary>Chooses the temporary name; nothing is made yet.</summary>
    public PendingFile(string path)
    {
        this.path = path;
        target = Path.GetFullPath(path);
        TemporaryPath = $"{target}.{Environment.ProcessId}.tmp";
    }

    /// <summary>Where to write.</summary>
    public string TemporaryPath { get; }

    /// <summary>Makes the temporary file.</summary>
    /// <exception cref="OmniException">OH6002 the place cannot be written.</exception>
    public FileStream Create()
    {
        try
        {
            return new FileStream(TemporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, path);
        }
    }

    /// <summary>Flushes the closed temporary file to disk and renames it over the target.</summary>
    /// <exception cref="OmniException">OH6001 the disk is full; OH6002 the place cannot be written.</exception>
    public void Commit()
    {
        try
        {
            using (var written = new FileStream(TemporaryPath, FileMode.Open, FileAccess.ReadWrite)) written.Flush(flushToDisk: true);
            File.Move(TemporaryPath, target, overwrite: true);
            isCommitted = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, path);
        }
    }

    /// <summary>Removes the temporary file unless it was committed.</summary>
    public void Dispose()
    {
        if (isCommitted) return;
        try
        {
            File.Delete(TemporaryPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here matters more; the leftover carries a .tmp name.
        }
    }
}
