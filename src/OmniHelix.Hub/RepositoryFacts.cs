using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;
using OmniHelix.Hub.Downloads;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub;

/// <summary>A repository as the hub has it, beside what the cache has of it; offline, what the cache has.</summary>
/// <param name="Model">What was asked about.</param>
/// <param name="Commit">What its revision stands for.</param>
/// <param name="CachedCommit">What it stood for when it was last pulled; null when it never was.</param>
/// <param name="IsOfHub">The hub was asked.</param>
/// <param name="Files">The files of the commit.</param>
public sealed record RepositoryFacts(
    HubReference Model, string Commit, string? CachedCommit, bool IsOfHub, IReadOnlyList<(HubFile File, bool IsCached)> Files)
{
    /// <summary>Asks the hub, or offline the cache.</summary>
    /// <exception cref="OmniException">
    /// OH3902 offline, and the cache has nothing of it; otherwise as <see cref="HubClient.TreeAsync(HubReference)"/>.
    /// </exception>
    public static async Task<RepositoryFacts> FindAsync(HubReference model, HubSettings settings)
    {
        var cache = new HubCache(settings.Cache);
        var known = new CachedModel(cache, model.Repository);
        var cached = cache.CommitOf(model) is { } commit && known.Commits.Contains(commit) ? commit : null;
        if (settings.IsOffline && cached is not null)
            return new RepositoryFacts(
                model, cached, cached, false, [
                    .. known.FilesOf(cached).Select(file => (new HubFile(file.Name, file.Bytes, file.Blob), true))]);
        var tree = await new HubClient(settings).TreeAsync(model).ConfigureAwait(false);
        var here = known.FilesOf(tree.Commit).Where(file => file.Bytes >= 0).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        return new RepositoryFacts(model, tree.Commit, cached, true, [.. tree.Files.Select(file => (file, here.Contains(file.Name)))]);
    }
}
