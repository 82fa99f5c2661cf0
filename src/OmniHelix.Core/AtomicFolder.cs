namespace OmniHelix;

/// <summary>
/// Folders appear whole or not at all: a temporary sibling is filled and takes the place of what was there, which goes afterwards.
/// </summary>
public static class AtomicFolder
{
    /// <summary>Ending of a folder that is being filled or removed; one that is found later is the leftover of a kill.</summary>
    public const string Unfinished = ".tmp";

    private const string Former = ".former" + Unfinished, Lock = ".lock" + Unfinished;

    /// <summary>Fills <paramref name="path"/>, in place of what was there; on any failure that stays and nothing else does.</summary>
    /// <param name="path">The folder; its parent is made when it does not exist. A link to one stays a link.</param>
    /// <param name="fill">
    /// Is given the temporary folder and writes into it through <see cref="AtomicFile"/>; what it throws is its own.
    /// </param>
    /// <exception cref="OmniException">
    /// OH6001 the disk is full; OH6002 the place cannot be written; OH6005 nothing was to be replaced (<see cref="NewPlaces"/>), and
    /// another process has made the folder.
    /// </exception>
    /// <exception cref="UsageException">OH6004: another process fills it now.</exception>
    public static void Write(string path, Action<string> fill)
    {
        var target = FilePlace.Of(path).Path;
        var temporary = target + Unfinished;
        var former = target + Former;
        using var held = Hold(target, path);
        try
        {
            AtomicFile.Do(path, () =>
            {
                Restore(former, target);
                if (NewPlaces.AreExpected(target) && Path.Exists(target))
                    throw NewPlaces.Taken(path, "Choose another name, or allow replacing it.");
                Delete(former);
                Delete(temporary);
                Directory.CreateDirectory(temporary);
            });
            fill(temporary);
            AtomicFile.Do(path, () =>
            {
                if (Directory.Exists(target)) Directory.Move(target, former);
                Directory.Move(temporary, target);
            });
            NewPlaces.Written(target);
            Try(() => Delete(former));
        }
        catch
        {
            Try(() => Restore(former, target));
            Try(() => Delete(temporary));
            throw;
        }
    }

    /// <summary>
    /// Fills a folder: a new one appears whole or not at all; of one that is there files are replaced, and the others stay.
    /// </summary>
    /// <inheritdoc cref="Write"/>
    public static void Add(string path, Action<string> fill)
    {
        var target = FilePlace.Of(path).Path;
        if (Directory.Exists(target) && !NewPlaces.AreExpected(target)) fill(path);
        else Write(path, fill);
    }

    private static ProcessLock Hold(string target, string path)
    {
        AtomicFile.MakeFolder(Path.GetDirectoryName(target)!);
        return ProcessLock.TryTake(target + Lock) ?? throw ProcessLock.Busy(path);
    }

    // A kill, or a failure, between the two renamings of a write.
    private static void Restore(string former, string target)
    {
        if (Directory.Exists(former) && !Path.Exists(target)) Directory.Move(former, target);
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, true);
    }

    private static void Try(Action tidy)
    {
        try
        {
            tidy();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left is removed when the folder is written again, and matters less than what was written or what failed.
        }
    }
}
