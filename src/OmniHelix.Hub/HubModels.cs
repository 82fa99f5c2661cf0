using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;
using OmniHelix.Hub.Downloads;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub;

/// <summary>
/// The folder of a model that a hub has: from the cache, whoever put it there, or else downloaded. A model that is in the cache is used as
/// it is and the hub is not asked whether a branch has moved, so that a name means the same model until somebody pulls it again.
/// </summary>
internal static class HubModels
{
    /// <summary>Finds or gets a model.</summary>
    /// <exception cref="OmniException">
    /// OH3902 offline, and files are missing; OH3912 the cache is damaged; what <see cref="HubClient.PullAsync"/> reports.
    /// </exception>
    public static string FolderOf(HubReference model, HubSettings settings)
    {
        var cache = new HubCache(settings.Cache);
        var commit = cache.CommitOf(model);
        if (commit is null)
        {
            if (settings.IsOffline) throw Offline(model, cache, $"the cache has nothing of it{OtherCommits(cache, model)}");
            return Pull(model, settings);
        }
        var pinned = model with { Revision = commit };
        var folder = cache.SnapshotOf(model.Repository, commit);
        RequireInside(folder, cache.FolderOf(model.Repository));
        var missing = ModelParts.MissingIn(folder);
        if (missing.Count == 0 && (settings.IsOffline || ModelParts.HasVocabulary(folder) || ModelParts.HasNoVocabulary(cache, pinned)))
            return Cached();
        if (settings.IsOffline) throw Offline(model, cache, $"the cache lacks {string.Join(", ", missing)} of commit {commit}");
        try
        {
            return Pull(pinned, settings);
        }
        catch (OmniException e) when (missing.Count == 0 && e.Code is "OH3903" or "OH3908" or "OH6002")
        {
            HubSession.Current.SayOnce($"{e.Message}; {model.Repository} is used as the cache has it");
            return Cached();
        }

        string Cached()
        {
            var revision = model.IsPinned
                ? ""
                : $" ({model.Revision}, which may have moved at the hub; {model.Repository}@{commit} always means this one)";
            HubSession.Current.SayOnce($"{model.Repository}: commit {commit} of the cache{revision}");
            return folder;
        }
    }

    private static string Pull(HubReference model, HubSettings settings) =>
        new HubClient(settings).PullAsync(model).ConfigureAwait(false).GetAwaiter().GetResult();

    // A folder that somebody else made may have links that lead anywhere.
    private static void RequireInside(string snapshot, string repository)
    {
        if (!Directory.Exists(snapshot)) return;
        var home = FilePlace.Of(repository);
        foreach (var file in Directory.EnumerateFiles(snapshot))
            if (!home.Holds(file))
                throw new OmniException(
                    "OH3912", "this link of the cache leads out of the folder of its model", file,
                    "Remove the folder of the model from the cache, and get it again.");
    }

    private static OmniException Offline(HubReference model, HubCache cache, string what)
    {
        var near = HubSession.Current.Near(model.Repository.Id, cache.Models().Select(cached => cached.Repository.Id));
        return new OmniException(
            "OH3902",
            $"the model cannot be fetched, since this machine is said to be offline (HF_HUB_OFFLINE, TRANSFORMERS_OFFLINE): {what}",
            model.ToString(),
            (near is null ? "" : near + " ")
                + $"Unset both and run the command again, or copy models from another machine's cache into {cache.Root}.");
    }

    private static string OtherCommits(HubCache cache, HubReference model)
    {
        var others = new CachedModel(cache, model.Repository).Commits;
        return others.Count == 0 ? "" : $" at '{model.Revision}', but of {string.Join(", ", others)}";
    }
}
