using System.Text.Json.Nodes;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Runs;

/// <summary>What happens when the output folder is there already.</summary>
public enum ExistingRun
{
    /// <summary>An error.</summary>
    Refuse,

    /// <summary>The run goes on from its last checkpoint.</summary>
    Resume,

    /// <summary>A former run is deleted; a folder that is no run, or holds more than one, is an error.</summary>
    Overwrite,
}

/// <summary>The folder of a run. Only what a run made is ever removed.</summary>
public static class RunFolder
{
    // What lies in a folder of a run, at any depth, is the run's.
    private static readonly HashSet<string> Known =
    [
        RunManifest.FileName, RunLock.FileName, "data-report.txt", "results.json", "predictions.parquet", "report.html", "metrics.jsonl",
        "checkpoints", "tensorboard", "model", "untrained",
    ];

    /// <summary>Says at once, before data are read, when the folder cannot be used.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="existing">What happens when it is there already.</param>
    /// <param name="inputs">Data and models of the run, which must not lie in a folder that is overwritten.</param>
    /// <exception cref="UsageException">
    /// OH5031 the folder exists; OH5032 it is no run; OH6003 it cannot be overwritten, because it holds an input or what no run made.
    /// </exception>
    public static void Check(string folder, ExistingRun existing, IReadOnlyList<string> inputs)
    {
        if (!Directory.Exists(folder) || !EntriesOf(folder).Any()) return;
        var isRun = RunManifest.IsIn(folder);
        if (existing == ExistingRun.Refuse)
            throw new UsageException("OH5031", "the output folder exists and is not empty", folder, isRun
                ? "Add --resume to go on with that run, --overwrite to delete it, or choose another folder."
                : "Choose another folder.");
        if (!isRun)
            throw new UsageException(
                "OH5032", "the output folder has no run.json, so it was not made by a run", folder,
                "Choose another folder; nothing in this one is touched.");
        if (existing == ExistingRun.Overwrite) ReplacedFolder.Require(folder, inputs, IsOfARun);
    }

    /// <summary>Makes the folder ready and writes its manifest; whoever calls holds its <see cref="RunLock"/>.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="existing">What happens when it is there already.</param>
    /// <param name="manifest">Of the run that starts.</param>
    /// <param name="inputs">Data and models of the run, which must not lie in a folder that is overwritten.</param>
    /// <param name="observer">Is told what may make a resumed run differ.</param>
    /// <returns>The manifest in force: when resuming the former one, with what the run now says.</returns>
    /// <exception cref="UsageException">
    /// As <see cref="Check"/>; OH5033 it was made with another configuration or other data.
    /// </exception>
    public static RunManifest Open(
        string folder, ExistingRun existing, RunManifest manifest, IReadOnlyList<string> inputs, RunObserver observer)
    {
        Check(folder, existing, inputs);
        if (existing == ExistingRun.Resume && RunManifest.TryRead(folder) is { } former)
        {
            Compare(folder, former, manifest);
            if (former.MachineBeside(manifest) is { } difference)
                observer.Message(
                    $"The run was started with {difference}: "
                    + "its numbers may differ in the last digits from those of an uninterrupted run.");
            var made = former with { Configuration = manifest.Configuration, Origins = manifest.Origins, Finished = null };
            made.Write(folder);
            return made;
        }
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var entry in EntriesOf(folder))
                if (entry is DirectoryInfo inner) inner.Delete(recursive: true);
                else entry.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, folder);
        }
        manifest.Write(folder);
        return manifest;
    }

    private static IEnumerable<FileSystemInfo> EntriesOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.Name != RunLock.FileName);

    private static bool IsOfARun(string path)
    {
        var top = path.Split(Path.DirectorySeparatorChar)[0];
        return Known.Contains(top) || top.StartsWith("seed-", StringComparison.Ordinal);
    }

    private static void Compare(string folder, RunManifest former, RunManifest now)
    {
        foreach (var key in former.Configuration.Select(p => p.Key).Union(now.Configuration.Select(p => p.Key)))
        {
            var then = former.Configuration[key];
            var wanted = now.Configuration[key];
            if (!MayBecome(then, wanted, now.Resume.GetValueOrDefault(key)))
                throw Different(
                    $"'{key}' is {wanted?.ToJsonString() ?? "not set"}, but the run was started with {then?.ToJsonString() ?? "no value"}");
        }
        if (!FileHash.AreSame(former.Data, now.Data)) throw Different("the data files have changed since the run was started");
        if (!FileHash.AreSame(former.Model, now.Model)) throw Different("the model files have changed since the run was started");

        UsageException Different(string what) =>
            new("OH5033", what, folder, "Resume with the same options, or start a new run in another folder.");
    }

    private static bool MayBecome(JsonNode? then, JsonNode? now, ResumeRule rule) => rule switch
    {
        ResumeRule.Free => true,
        ResumeRule.MayGrow when then is JsonArray old && now is JsonArray longer =>
            old.Count <= longer.Count && old.Zip(longer).All(pair => JsonNode.DeepEquals(pair.First, pair.Second)),
        _ => then?.ToJsonString() == now?.ToJsonString(),
    };
}
