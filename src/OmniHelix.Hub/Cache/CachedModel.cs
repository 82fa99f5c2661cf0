using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Cache;

/// <summary>What a cache has of one repository.</summary>
public sealed class CachedModel
{
    private readonly string folder;

    internal CachedModel(HubCache cache, HubRepository repository)
    {
        Repository = repository;
        folder = cache.FolderOf(repository);
    }

    /// <summary>The repository.</summary>
    public HubRepository Repository { get; }

    /// <summary>Commits of which there are files, in ordinal order.</summary>
    public IReadOnlyList<string> Commits
    {
        get
        {
            var snapshots = Path.Combine(folder, "snapshots");
            if (!Directory.Exists(snapshots)) return [];
            var names = Directory.EnumerateDirectories(snapshots).Select(path => Path.GetFileName(path));
            return [.. names.Where(HubReference.IsCommit).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The commit of each branch and tag, by name; what is no commit is left out.</summary>
    public IReadOnlyDictionary<string, string> Refs
    {
        get
        {
            var refs = Path.Combine(folder, "refs");
            return FolderTree.Files(refs)
                .Select(name => (Name: name.Replace('\\', '/'), Commit: File.ReadAllText(Path.Combine(refs, name)).Trim()))
                .Where(entry => HubReference.IsCommit(entry.Commit))
                .ToDictionary(entry => entry.Name, entry => entry.Commit, StringComparer.Ordinal);
        }
    }

    /// <summary>Files with content, by their hash; files that are half here are not among them.</summary>
    public IReadOnlyList<FileInfo> Blobs => [.. BlobFiles().Where(file => !IsPartial(file))];

    /// <summary>Downloads that were cut off, and go on when they are asked for again.</summary>
    public IReadOnlyList<FileInfo> Partial => [.. BlobFiles().Where(IsPartial)];

    /// <summary>Bytes that it takes on the disk.</summary>
    public long Bytes =>
        BlobFiles().Sum(file => file.Length) + Commits.SelectMany(FilesOf).Where(file => !file.IsLink).Sum(file => file.Bytes);

    /// <summary>The files of a commit, by their path in the repository.</summary>
    public IReadOnlyList<CachedFile> FilesOf(string commit)
    {
        var snapshot = Path.Combine(folder, "snapshots", commit);
        return [.. FolderTree.Files(snapshot).Select(name => CachedFile.At(name.Replace('\\', '/'), Path.Combine(snapshot, name)))];
    }

    /// <summary>Bytes of the files of a commit; other commits may share them.</summary>
    public long BytesOf(string commit) => FilesOf(commit).Sum(file => Math.Max(0, file.Bytes));

    /// <summary>What a commit lacks to be a model that can be loaded; empty when it can be.</summary>
    /// <exception cref="OmniException">OH3020, OH3910: an index of shards is damaged or names files outside the folder.</exception>
    public IReadOnlyList<string> MissingIn(string commit) => ModelParts.MissingIn(Path.Combine(folder, "snapshots", commit));

    /// <summary>Files of a commit whose content is not what its hash says, or is gone.</summary>
    public IReadOnlyList<string> DamagedIn(string commit)
    {
        var snapshot = Path.Combine(folder, "snapshots", commit);
        return [.. FilesOf(commit).Where(file => file.Bytes < 0 || IsDamaged(file)).Select(file => file.Name)];

        bool IsDamaged(CachedFile file) => file.Blob is { } hash && ContentHash.IsOne(hash)
            && ContentHash.Of(Path.Combine(snapshot, file.Name), hash) != hash;
    }

    private static bool IsPartial(FileInfo file) => file.Name.EndsWith(".incomplete", StringComparison.Ordinal);

    private IEnumerable<FileInfo> BlobFiles()
    {
        var blobs = new DirectoryInfo(Path.Combine(folder, "blobs"));
        return blobs.Exists ? blobs.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal) : [];
    }
}

/// <summary>A file of a commit in a cache.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Blob">The hash that a hub calls its content by; null for a copy.</param>
/// <param name="Bytes">Its size; -1 for a link to nothing.</param>
public sealed record CachedFile(string Name, string? Blob, long Bytes)
{
    /// <summary>Whether it is a link to a blob.</summary>
    public bool IsLink => Blob is not null;

    /// <summary>Whether a file is here with its content; a link to nothing is not.</summary>
    internal static bool IsWhole(string path) => File.Exists(FilePlace.Of(path).Path);

    internal static CachedFile At(string name, string path)
    {
        var target = new FileInfo(path).LinkTarget;
        var content = new FileInfo(target is null ? path : Path.GetFullPath(target, Path.GetDirectoryName(path)!));
        return new CachedFile(name, target is null ? null : Path.GetFileName(target), content.Exists ? content.Length : -1);
    }
}
