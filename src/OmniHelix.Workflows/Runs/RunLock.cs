namespace OmniHelix.Workflows.Runs;

/// <summary>Keeps the folder of a run to one process.</summary>
public static class RunLock
{
    /// <summary>Name of the file in the folder; it is there while somebody works.</summary>
    internal const string FileName = "run.lock";

    /// <summary>Says at once when another process works in the folder; changes nothing.</summary>
    /// <exception cref="UsageException">OH5035.</exception>
    public static void Check(string folder)
    {
        if (IsHeld(folder)) throw Taken(folder);
    }

    /// <summary>True while a process works in the folder.</summary>
    public static bool IsHeld(string folder) => ProcessLock.IsHeld(PathIn(folder));

    /// <summary>Takes the folder, which is made when it is not there.</summary>
    /// <exception cref="UsageException">OH5035 another process works in it.</exception>
    /// <exception cref="OmniException">OH60xx the folder cannot be written.</exception>
    public static ProcessLock Take(string folder)
    {
        AtomicFile.MakeFolder(folder);
        return ProcessLock.TryTake(PathIn(folder)) ?? throw Taken(folder);
    }

    private static string PathIn(string folder) => Path.Combine(folder, FileName);

    private static UsageException Taken(string folder) =>
        new("OH5035", "another process works in the folder of this run", folder, "Wait until it is done, or choose another folder.");
}
