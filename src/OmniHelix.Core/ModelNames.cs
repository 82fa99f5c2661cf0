using System.Text.RegularExpressions;

namespace OmniHelix;

/// <summary>
/// Models that are called by a name instead of a folder. Those shipped with the program lie in a folder <c>models</c> beside it or above
/// it; names of other publishers, <c>owner/name</c>, are known as such, but nothing is downloaded.
/// </summary>
public static partial class ModelNames
{
    private const string Home = "models";

    /// <summary>Names of the shipped models.</summary>
    public static IReadOnlyList<string> All => [.. Folders().Select(folder => Path.GetFileName(folder)).Distinct().Order()];

    /// <summary>The folder of a shipped model; null when none has this name.</summary>
    public static string? Shipped(string name) =>
        Folders().FirstOrDefault(folder => Path.GetFileName(folder).Equals(name, StringComparison.Ordinal));

    /// <summary>
    /// The folder of a model: the one named, the <c>model/</c> of a run, or that of a shipped model, by its name alone.
    /// </summary>
    /// <param name="name">Folder of a model or of a run that is finished, or a name such as <c>omnihelix-rna-1m</c>.</param>
    /// <exception cref="OmniException">OH5302 there is no model.</exception>
    public static string FolderOf(string name)
    {
        if (HasModel(name)) return name;
        if (HasModel(OfRun(name))) return OfRun(name);
        if (!Path.Exists(name)) return Shipped(name) ?? throw Unknown(name);
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
    /// <exception cref="OmniException">OH5302 there is no model.</exception>
    public static string TokenizerFolderOf(string name) => Directory.Exists(name) && !HasModel(OfRun(name)) ? name : FolderOf(name);

    private static string OfRun(string name) => Path.Combine(name, "model");

    private static bool HasModel(string folder) => File.Exists(Path.Combine(folder, "config.json"));

    // A name that is neither a folder nor a shipped model.
    private static OmniException Unknown(string name)
    {
        if (Shipped(Path.GetFileName(name)) is { } known)
            return new OmniException("OH5302", "there is no such folder", name, $"Name the shipped model {Path.GetFileName(known)} alone.");
        if (Published().IsMatch(name) && !Directory.Exists(Path.GetDirectoryName(name)))
            return new OmniException(
                "OH5302", "there is no such folder, and models are not downloaded by name", name,
                "Get config.json, the weights (model.safetensors or pytorch_model.bin) and the tokenizer's files of this model from where "
                + "it is published, put them into one folder, and name that folder.");
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

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    private static partial Regex Published();
}
