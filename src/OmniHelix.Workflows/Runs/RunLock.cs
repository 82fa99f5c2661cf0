namespace OmniHelix.Workflows.Runs;

/// <summary>
/// Keeps the folder of a run to one process. The system gives the lock back when a process dies, however it dies, so a file that is left
/// locks nothing.
/// </summary>
public sealed class RunLock : IDisposable
{
    /// <summary>Name of the file in the folder; it is there while somebody works.</summary>
    internal const string FileName = "run.lock";

    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Says at once when another process works in the folder; changes nothing.</summary>
    /// <exception cref="UsageException">OH5035.</exception>
    public static void Check(string folder)
    {
        if (File.Exists(Path.Combine(folder, FileName))) Open(folder, FileOptions.None).Dispose();
    }

    /// <summary>True while a process works in the folder.</summary>
    public static bool IsHeld(string folder)
    {
        try
        {
            Check(folder);
            return false;
        }
        catch (UsageException)
        {
            return true;
        }
    }

    /// <summary>Takes the folder, which is made when it is not there.</summary>
    /// <exception cref="UsageException">OH5035 another process works in it.</exception>
    /// <exception cref="OmniException">OH60xx the folder cannot be written.</exception>
    public static RunLock Take(string folder)
    {
        AtomicFile.MakeFolder(folder);
        return new RunLock(Open(folder, FileOptions.DeleteOnClose));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static FileStream Open(string folder, FileOptions options)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new UsageException(
                "OH5035", "another process works in the folder of this run", folder, "Wait until it is done, or choose another folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, path);
        }
    }
}
