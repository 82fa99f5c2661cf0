namespace OmniHelix;

/// <summary>
/// A file that one process holds while it works on something. The system gives the lock back when a process dies, however it dies, so a
/// file that is left locks nothing.
/// </summary>
public sealed class ProcessLock : IDisposable
{
    private readonly FileStream file;

    private ProcessLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock that a file stands for, which is there as long as it is held.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="stays">The file is left: other programs that wait for the lock may have opened it.</param>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="OmniException">OH600x: the file cannot be made.</exception>
    public static ProcessLock? TryTake(string path, bool stays = false) =>
        Open(path, stays ? FileOptions.None : FileOptions.DeleteOnClose);

    /// <summary>Whether another process holds the lock; nothing is changed.</summary>
    /// <exception cref="OmniException">OH600x: the file is there and cannot be opened.</exception>
    public static bool IsHeld(string path)
    {
        if (!File.Exists(path)) return false;
        using var free = Open(path, FileOptions.None);
        return free is null;
    }

    /// <summary>The error of somebody who comes second to a folder that is being written.</summary>
    public static UsageException Busy(string folder) =>
        new("OH6004", "another process writes into this folder now", folder, "Wait until it is done, or choose another folder.");

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => file.Dispose();

    private static ProcessLock? Open(string path, FileOptions options)
    {
        try
        {
            return new ProcessLock(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Translate(e, path);
        }
    }
}
