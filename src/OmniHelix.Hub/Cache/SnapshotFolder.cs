using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Cache;

/// <summary>The folder of a commit, while it is filled.</summary>
/// <param name="cache">Where it is.</param>
/// <param name="model">The repository at a commit.</param>
internal sealed class SnapshotFolder(HubCache cache, HubReference model)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = cache.SnapshotOf(model.Repository, model.Revision);

    /// <summary>Whether a file is here, with its content.</summary>
    public bool Has(string file) => CachedFile.IsWhole(At(file));

    /// <summary>Makes a file of the commit: a link to its content, or a copy where links cannot be made.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: it cannot be made.</exception>
    public void Link(string file, string blob)
    {
        var path = At(file);
        var target = System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(path)!, blob);
        Place(path, made =>
        {
            try
            {
                File.CreateSymbolicLink(made, target);
            }
            catch (IOException) when (!File.Exists(made))
            {
                File.Copy(blob, made);
            }
        });
    }

    /// <summary>Notes that a branch or tag stands for this commit.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: it cannot be written.</exception>
    public void Name(HubReference branch)
    {
        Place(cache.RefOf(branch), made => File.WriteAllText(made, model.Revision));
    }

    /// <summary>Notes which files the commit has not, so that nobody asks for them.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: it cannot be written.</exception>
    public void MarkMissing(IEnumerable<string> files)
    {
        var folder = System.IO.Path.Combine(cache.FolderOf(model.Repository), ".no_exist", model.Revision);
        foreach (var path in files.Select(file => System.IO.Path.Combine(folder, file)).Where(path => !File.Exists(path)))
            Place(path, made => File.WriteAllBytes(made, []));
    }

    // Several threads and processes may make the same file, and any of them will do.
    private static void Place(string path, Action<string> make)
    {
        AtomicFile.MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        AtomicFile.Do(path, () =>
        {
            var made = $"{path}.{Guid.NewGuid():n}.tmp";
            make(made);
            File.Move(made, path, overwrite: true);
        });
    }

    private string At(string file) => System.IO.Path.Combine([Path, .. file.Split('/')]);
}
