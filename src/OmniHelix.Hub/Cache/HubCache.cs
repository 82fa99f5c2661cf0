using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Cache;

/// <summary>
/// The folder in which the programs of a user keep what they got from a hub, in the layout of Hugging Face's libraries, so that a model is
/// downloaded once whoever needs it:
/// <code>
/// models--owner--name/refs/main                    the commit that a branch or tag stood for
/// models--owner--name/blobs/HASH                   the content of a file
/// models--owner--name/snapshots/COMMIT/config.json a link to it, or a copy
/// models--owner--name/.no_exist/COMMIT/FILE        known not to be there
/// .locks/models--owner--name/HASH.lock             held while the file is downloaded
/// </code>
/// </summary>
/// <param name="root">The folder; it need not exist.</param>
public sealed class HubCache(string root)
{
    private const int MostBytesOfARef = 1000;

    /// <summary>The folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The folder of a repository; it need not exist.</summary>
    public string FolderOf(HubRepository repository) => Path.Combine(Root, repository.CacheName);

    /// <summary>The commit that a revision stood for when it was last asked; null when the cache does not know it.</summary>
    /// <exception cref="OmniException">OH3912: what the cache says is no commit.</exception>
    public string? CommitOf(HubReference model)
    {
        if (model.IsPinned) return model.Revision;
        var file = RefOf(model);
        if (!File.Exists(file)) return null;
        var commit = new FileInfo(file).Length <= MostBytesOfARef ? File.ReadAllText(file).Trim() : "";
        return HubReference.IsCommit(commit)
            ? commit
            : throw new OmniException(
                "OH3912", "this file of the cache holds no commit", file, $"Remove it, and get the model again: omni hub pull {model}.");
    }

    /// <summary>The folder of a commit's files; it need not exist.</summary>
    public string SnapshotOf(HubRepository repository, string commit) => Path.Combine(FolderOf(repository), "snapshots", commit);

    /// <summary>Where the content of a file lies that a hub calls by this hash.</summary>
    public string BlobOf(HubRepository repository, string hash) => Path.Combine(FolderOf(repository), "blobs", hash);

    /// <summary>Whether a file is known not to be part of a commit.</summary>
    public bool IsKnownMissing(HubRepository repository, string commit, string file) =>
        File.Exists(Path.Combine(FolderOf(repository), ".no_exist", commit, file));

    /// <summary>All models of the cache, by name.</summary>
    public IReadOnlyList<CachedModel> Models()
    {
        if (!Directory.Exists(Root)) return [];
        var found =
            from folder in Directory.EnumerateDirectories(Root)
            let repository = HubRepository.OfCacheName(Path.GetFileName(folder))
            where repository is not null
            orderby repository.Id
            select new CachedModel(this, repository);
        return [.. found];
    }

    /// <summary>What the cache is to be asked of a folder that it gave: repository and commit; null for any other folder.</summary>
    /// <param name="folder">A path such as <c>…/models--owner--name/snapshots/COMMIT</c>.</param>
    public static HubReference? OriginOf(string folder)
    {
        var snapshot = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (!HubReference.IsCommit(snapshot.Name) || snapshot.Parent is not { Name: "snapshots", Parent: { } home }) return null;
        return HubRepository.OfCacheName(home.Name) is { } repository ? new HubReference(repository, snapshot.Name) : null;
    }

    /// <summary>The file that keeps the commit of a branch or tag.</summary>
    internal string RefOf(HubReference model) =>
        Path.Combine([FolderOf(model.Repository), "refs", .. model.Revision.Split('/')]);
}
