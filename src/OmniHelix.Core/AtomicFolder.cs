namespace OmniHelix;

/// <summary>Folders appear whole or not at all: a temporary sibling is filled and renamed to the target.</summary>
public static class AtomicFolder
{
    /// <summary>Ending of a folder that is being filled; one that is found later is the leftover of a kill.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>Fills <paramref name="path"/>, in place of what was there; on any failure that stays and nothing else does.</summary>
    /// <param name="path">The folder; its parent is made when it does not exist.</param>
    /// <param name="fill">Is given the temporary folder.</param>
    /// <exception cref="OmniException">OH6001 when the disk is full, OH6002 when the place cannot be written.</exception>
    public static void Write(string path, Action<string> fill)
    {
        var temporary = path + Unfinished;
        try
        {
            Delete(temporary);
            Directory.CreateDirectory(temporary);
            fill(temporary);
            Delete(path);
            Directory.Move(temporary, path);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is IOException or UnauthorizedAccessException) throw AtomicFile.Translate(e, path);
            throw;
        }
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, true);
    }

    private static void TryDelete(string path)
    {
        try
        {
            Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here matters more; the leftover is removed when the folder is written again.
        }
    }
}
