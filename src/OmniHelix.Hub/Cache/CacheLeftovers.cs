using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Cache;

/// <summary>
/// What of a cache nothing points to: commits that no branch or tag stands for, contents that no other commit has a file of, downloads that
/// were cut off, and markers of such commits. Where no branch is known at all, as of models that were pulled by their commit, all commits
/// stay.
/// </summary>
public sealed record CacheLeftovers
{
    private readonly IReadOnlyList<string> folders, files;

    private CacheLeftovers(IReadOnlyList<HubReference> commits, IReadOnlyList<string> folders, IReadOnlyList<string> files, long bytes)
    {
        Commits = commits;
        Bytes = bytes;
        this.folders = folders;
        this.files = files;
    }

    /// <summary>Commits that go.</summary>
    public IReadOnlyList<HubReference> Commits { get; }

    /// <summary>Contents, and downloads that were cut off, that go.</summary>
    public int Contents => files.Count;

    /// <summary>What is free afterwards.</summary>
    public long Bytes { get; }

    /// <summary>Looks; nothing is changed. What is downloaded at this moment is no leftover.</summary>
    public static CacheLeftovers In(HubCache cache)
    {
        List<HubReference> commits = [];
        List<string> folders = [], files = [];
        var bytes = 0L;
        foreach (var model in cache.Models())
        {
            var named = model.Refs.Values.ToHashSet(StringComparer.Ordinal);
            var used = new HashSet<string>(StringComparer.Ordinal);
            foreach (var commit in model.Commits)
            {
                if (named.Count == 0 || named.Contains(commit))
                {
                    used.UnionWith(model.FilesOf(commit).Select(file => file.Blob).OfType<string>());
                    continue;
                }
                commits.Add(new HubReference(model.Repository, commit));
                folders.Add(cache.SnapshotOf(model.Repository, commit));
                folders.Add(Path.Combine(cache.FolderOf(model.Repository), ".no_exist", commit));
                bytes += model.FilesOf(commit).Where(file => !file.IsLink).Sum(file => file.Bytes);
            }
            foreach (var blob in model.Blobs.Concat(model.Partial).Where(blob => !used.Contains(blob.Name)))
            {
                if (IsArriving(cache, model.Repository, blob.Name.Split('.')[0])) continue;
                files.Add(blob.FullName);
                bytes += blob.Length;
            }
        }
        return new CacheLeftovers(commits, folders, files, bytes);
    }

    /// <summary>Removes them.</summary>
    /// <exception cref="OmniException">OH6002: something cannot be removed.</exception>
    public void Remove()
    {
        foreach (var folder in folders.Where(Directory.Exists)) AtomicFile.Do(folder, () => Directory.Delete(folder, recursive: true));
        foreach (var file in files) AtomicFile.Do(file, () => File.Delete(file));
    }

    private static bool IsArriving(HubCache cache, HubRepository repository, string hash) =>
        ProcessLock.IsHeld(Path.Combine(cache.Root, ".locks", repository.CacheName, hash + ".lock"));
}
