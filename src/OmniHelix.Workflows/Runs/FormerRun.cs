namespace OmniHelix.Workflows.Runs;

/// <summary>
/// The run that <c>--overwrite</c> replaces: it lies in <c>former/</c> of its folder, a run as before, until the new one is finished. Its
/// <c>run.json</c> is the last that moves there and the first that moves back, so one that is not whole there belongs back, whenever the
/// process was killed.
/// </summary>
/// <param name="folder">The folder of the runs; whoever calls holds its <see cref="RunLock"/>.</param>
internal sealed class FormerRun(string folder)
{
    /// <summary>Name of the folder in that of the new run.</summary>
    public const string Name = "former";

    /// <summary>Where it lies.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, Name);

    /// <summary>Whether a run is set aside.</summary>
    public bool Exists => Directory.Exists(Path);

    /// <summary>Puts back what a kill left between here and there.</summary>
    public void Recover()
    {
        if (Exists && !(RunManifest.IsIn(Path) && RunManifest.IsIn(folder))) MoveBack();
    }

    /// <summary>
    /// Sets the run in the folder aside. Of two, one that was never finished does not take the place of one that waits there.
    /// </summary>
    public void SetAside()
    {
        if (Exists && RunManifest.TryRead(folder) is { Finished: null })
        {
            DeleteNew();
            return;
        }
        Delete();
        Directory.CreateDirectory(Path);
        foreach (var entry in RunFolder.EntriesOf(folder).Where(entry => entry.Name != Name).OrderBy(IsManifest))
            Move(entry, Path);
    }

    /// <summary>Puts it back in place of what the new run has left.</summary>
    public void BringBack()
    {
        DeleteNew();
        MoveBack();
    }

    /// <summary>Removes it.</summary>
    public void Delete()
    {
        if (Exists) Directory.Delete(Path, recursive: true);
    }

    private void MoveBack()
    {
        foreach (var entry in RunFolder.EntriesOf(Path).OrderByDescending(IsManifest)) Move(entry, folder);
        Directory.Delete(Path);
    }

    private void DeleteNew()
    {
        foreach (var entry in RunFolder.EntriesOf(folder).Where(entry => entry.Name != Name).OrderBy(IsManifest))
            if (entry is DirectoryInfo { LinkTarget: null } inner) inner.Delete(recursive: true);
            else entry.Delete();
    }

    private static bool IsManifest(FileSystemInfo entry) => entry.Name == RunManifest.FileName;

    private static void Move(FileSystemInfo entry, string target)
    {
        var path = System.IO.Path.Combine(target, entry.Name);
        if (entry is DirectoryInfo) Directory.Move(entry.FullName, path);
        else File.Move(entry.FullName, path);
    }
}
