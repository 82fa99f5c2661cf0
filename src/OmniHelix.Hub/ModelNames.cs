using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub;

/// <summary>
/// Models that are called by a name instead of a folder. Those shipped with the program lie in a folder <c>models</c> beside it or above
/// it; those of other publishers, <c>owner/name</c> or <c>owner/name@revision</c>, come from a hub and are kept in a cache.
/// </summary>
public static class ModelNames
{
    private const string Home = "models";

    /// <summary>Names of the shipped models.</summary>
    public static IReadOnlyList<string> All => [.. Folders().Select(folder => Path.GetFileName(folder)).Distinct().Order()];

    /// <summary>The folder of a shipped model; null when none has this name.</summary>
    public static string? Shipped(string name) =>
        Folders().FirstOrDefault(folder => Path.GetFileName(folder).Equals(name, StringComparison.Ordinal));

    /// <summary>
    /// The folder of a model: the one named, the <c>model/</c> of a run, that of a shipped model, by its name alone, or that of a hub's
    /// model in the cache, into which it is downloaded when it is not there.
    /// </summary>
    /// <param name="name">
    /// Folder of a model or of a run that is finished, or a name such as <c>omnihelix-rna-1m</c>, <c>yangheng/OmniGenome-52M</c> or
    /// <c>yangheng/OmniGenome-52M@main</c>.
    /// </param>
    /// <param name="revision">Branch, tag or commit of a hub's model; null for the one in the name, or the main branch.</param>
    /// <param name="hub">Cache and hub; null for those that environment variables name.</param>
    /// <exception cref="OmniException">OH5302 there is no model; OH39xx it cannot be got from the hub.</exception>
    public static string FolderOf(string name, string? revision = null, HubSettings? hub = null)
    {
        if (revision is not null && (IsFolder(name) || Path.Exists(name)))
            throw new UsageException("OH3901", "a folder has no revisions", name, "Leave the revision out, or name a model of a hub.");
        if (HasModel(name)) return name;
        if (HasModel(OfRun(name))) return OfRun(name);
        if (!Path.Exists(name)) return Shipped(name) ?? OfHub(name, revision, hub) ?? throw Unknown(name);
        if (File.Exists(name))
            throw new OmniException(
                "OH5302", "this is a file, and a model is a folder", name,
                "Name the folder that has config.json, the weights and the files of the tokenizer.");
        var (what, advice) = !File.Exists(Path.Combine(name, "run.json"))
            ? ("the folder has neither a model (config.json) nor a run's model (model/config.json)",
                "Name a model folder, or the folder of a run.")
            : ("the run has no model", "Finish it with --resume; a run of omni evaluate never has one.");
        throw new OmniException("OH5302", what, name, advice);
    }

    /// <summary>Whether a name is that of a folder with a model, or of a run that has one.</summary>
    public static bool IsFolder(string name) => HasModel(name) || HasModel(OfRun(name));

    /// <summary>The folder of a tokenizer: one with its files alone, or that of a model.</summary>
    /// <param name="name">A folder with the files of a tokenizer, or what <see cref="FolderOf"/> takes.</param>
    /// <param name="revision">Branch, tag or commit of a hub's model; null for the one in the name, or the main branch.</param>
    /// <exception cref="OmniException">OH5302 there is no model; OH39xx it cannot be got from the hub.</exception>
    public static string TokenizerFolderOf(string name, string? revision = null) =>
        Directory.Exists(name) && !HasModel(OfRun(name)) && revision is null ? name : FolderOf(name, revision);

    private static string OfRun(string name) => Path.Combine(name, "model");

    private static bool HasModel(string folder) =>
        File.Exists(Path.Combine(folder, "config.json")) || File.Exists(Path.Combine(folder, "adapter_config.json"));

    // What has an owner is a hub's, unless the owner is a folder here, so that a mistyped path asks nobody. A name alone is one of few old
    // models, and is looked for in the cache only. The path of a cache that is gone, as in the manifest of a run from elsewhere, tells the
    // model.
    private static string? OfHub(string name, string? revision, HubSettings? hub)
    {
        var model = HubReference.TryParse(name, revision) ?? HubCache.OriginOf(name);
        if (model is null) return null;
        hub ??= HubSettings.FromEnvironment();
        var isCached = Directory.Exists(new HubCache(hub.Cache).FolderOf(model.Repository));
        var mayAsk = model.Repository.Id.Contains('/', StringComparison.Ordinal)
            && !Directory.Exists(Path.GetDirectoryName(name)) && Shipped(Path.GetFileName(name)) is null;
        return isCached || mayAsk ? HubModels.FolderOf(model, hub) : null;
    }

    // A name that is neither a folder nor a model of anybody.
    private static OmniException Unknown(string name)
    {
        if (Shipped(Path.GetFileName(name)) is { } known)
            return new OmniException("OH5302", "there is no such folder", name, $"Name the shipped model {Path.GetFileName(known)} alone.");
        if (Path.GetDirectoryName(name) is { Length: > 0 } above && Directory.Exists(above) && HubReference.TryParse(name) is not null)
            return new OmniException(
                "OH5302", $"there is no such folder in {above}", name,
                NearestName.Ask(Path.GetFileName(name), Directory.EnumerateDirectories(above).Select(path => Path.GetFileName(path)))
                ?? $"Name a model folder, or the folder of a run. A model of a hub's owner '{above}' is got with: omni hub pull {name}");
        var shipped = All.Count > 0 ? $" Shipped models: {string.Join(", ", All)}." : "";
        var near = NearestName.Ask(name, All);
        return new OmniException(
            "OH5302", "there is no such folder", name, near ?? $"Name a model folder, or the folder of a run.{shipped}");
    }

    private static IEnumerable<string> Folders()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var home = Path.Combine(above.FullName, Home);
            if (!Directory.Exists(home)) continue;
            foreach (var folder in Directory.EnumerateDirectories(home))
                if (HasModel(folder)) yield return folder;
        }
    }
}
