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

    /// <summary>
    /// A former run is set aside, and deleted when the new one is finished; a folder that is no run, or holds more than one, is an error.
    /// </summary>
    Overwrite,
}

/// <summary>
/// The folder of a run while one process works in it. Only what a run made is ever removed, and a former run not before the new one is
/// finished: until then it lies in <c>former/</c>, and comes back when the new one ends without a checkpoint to go on from.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const string Checkpoints = "checkpoints";

    // What lies in a folder of a run, at any depth, is the run's.
    private static readonly HashSet<string> Known =
    [
        RunManifest.FileName, RunLock.FileName, "data-report.txt", "results.json", "predictions.parquet", "report.html", "metrics.jsonl",
        "figures", Checkpoints, "tensorboard", "model", "untrained",
    ];

    private readonly string folder;
    private readonly ProcessLock held;
    private readonly FormerRun former;
    private readonly RunObserver observer;
    private bool hasStarted;

    private RunFolder(string folder, ProcessLock held, RunObserver observer)
    {
        this.folder = folder;
        this.held = held;
        this.observer = observer;
        former = new FormerRun(folder);
    }

    /// <summary>The manifest in force: of a resumed run the former one, with what the run now says.</summary>
    public RunManifest Manifest { get; private set; } = null!;

    /// <summary>Says at once, before data are read, when the folder cannot be used.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="existing">What happens when it is there already.</param>
    /// <param name="inputs">Data and models of the run, which must not lie in a folder that is overwritten.</param>
    /// <exception cref="UsageException">
    /// OH5031 the folder exists, or is a file; OH5032 it is no run; OH5035 another process works in it; OH6003 it cannot be overwritten,
    /// because it holds an input or what no run made.
    /// </exception>
    public static void Check(string folder, ExistingRun existing, IReadOnlyList<string> inputs)
    {
        RunLock.Check(folder);
        CheckContent(folder, existing, inputs);
    }

    /// <summary>Takes the folder for this process, makes it ready and writes its manifest.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="existing">What happens when it is there already.</param>
    /// <param name="manifest">Of the run that starts.</param>
    /// <param name="inputs">Data and models of the run, which must not lie in a folder that is overwritten.</param>
    /// <param name="observer">Is told what may make a resumed run differ, and where a former run is.</param>
    /// <exception cref="UsageException">
    /// As <see cref="Check"/>; OH5033 it was made with another configuration or other data.
    /// </exception>
    public static RunFolder Open(
        string folder, ExistingRun existing, RunManifest manifest, IReadOnlyList<string> inputs, RunObserver observer)
    {
        var opened = new RunFolder(folder, RunLock.Take(folder), observer);
        try
        {
            CheckContent(folder, existing, inputs);
            opened.Start(existing, manifest);
            return opened;
        }
        catch (Exception e)
        {
            opened.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw AtomicFile.Translate(e, folder);
            throw;
        }
    }

    /// <summary>Writes into the manifest what a setting left to the run to decide.</summary>
    /// <param name="setting">Such as <c>precision</c>.</param>
    /// <param name="what">What was decided, and why.</param>
    public void Decide(string setting, string what)
    {
        var former = Manifest.Decided?.Where(one => one.Key != setting) ?? [];
        Manifest = Manifest with { Decided = new Dictionary<string, string>([.. former, KeyValuePair.Create(setting, what)]) };
        Manifest.Write(folder);
    }

    /// <summary>Says in the manifest that the run is finished; a former one goes.</summary>
    /// <returns>The manifest with its end.</returns>
    public RunManifest Finish()
    {
        Manifest = Manifest with { Finished = TimeProvider.System.GetUtcNow() };
        Manifest.Write(folder);
        try
        {
            former.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            observer.Message($"! The former run cannot be removed, and nothing needs it: {former.Path}: {e.Message}");
        }
        return Manifest;
    }

    /// <summary>Leaves the folder to others.</summary>
    public void Dispose()
    {
        using (held)
        {
            if (!former.Exists || (hasStarted && (Manifest.Finished is not null || HasCheckpoint()))) return;
            try
            {
                if (!hasStarted) former.Recover();
                else
                {
                    former.BringBack();
                    observer.Message("The new run left nothing to go on from, so the former one is in its place again.");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                observer.Message($"! The former run is in {former.Path} and cannot be put back: {e.Message}");
            }
        }
    }

    /// <summary>What lies in a folder of a run, without its lock.</summary>
    internal static IEnumerable<FileSystemInfo> EntriesOf(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.Name != RunLock.FileName)];

    private static void CheckContent(string folder, ExistingRun existing, IReadOnlyList<string> inputs)
    {
        if (File.Exists(folder))
            throw new UsageException("OH5031", "the output folder is a file", folder, "Choose another name.");
        if (!Directory.Exists(folder) || !EntriesOf(folder).Any()) return;
        var isRun = RunManifest.IsIn(folder) || RunManifest.IsIn(Path.Combine(folder, FormerRun.Name));
        if (existing == ExistingRun.Refuse)
            throw new UsageException("OH5031", "the output folder exists and is not empty", folder, isRun
                ? "Choose another folder, or add --overwrite to replace the run; omni train and omni pretrain go on with --resume."
                : "Choose another folder.");
        if (!isRun)
            throw new UsageException(
                "OH5032", "the output folder has no run.json, so it was not made by a run", folder,
                "Choose another folder; nothing in this one is touched.");
        if (existing != ExistingRun.Overwrite) return;
        // A run.json of another program is none.
        _ = RunManifest.TryRead(folder);
        ReplacedFolder.Require(folder, inputs, IsOfARun);
    }

    private void Start(ExistingRun existing, RunManifest manifest)
    {
        former.Recover();
        if (existing == ExistingRun.Resume && RunManifest.TryRead(folder) is { } started)
        {
            Compare(folder, started, manifest);
            if (started.MachineBeside(manifest) is { } difference)
                observer.Message(
                    $"The run was started with {difference}: "
                    + "its numbers may differ in the last digits from those of an uninterrupted run.");
            manifest = started with { Configuration = manifest.Configuration, Origins = manifest.Origins, Finished = null };
        }
        else if (RunManifest.IsIn(folder))
        {
            former.SetAside();
            observer.Message($"The former run is kept in {former.Path} until this one is finished.");
        }
        manifest.Write(folder);
        Manifest = manifest;
        hasStarted = true;
    }

    private bool HasCheckpoint() => FolderTree.Folders(folder).Any(path =>
        Path.GetFileName(Path.GetDirectoryName(path)) == Checkpoints
        && !path.EndsWith(AtomicFolder.Unfinished, StringComparison.Ordinal)
        && !path.StartsWith(FormerRun.Name + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static bool IsOfARun(string path)
    {
        var names = path.Split(Path.DirectorySeparatorChar);
        var top = names[0] == FormerRun.Name && names.Length > 1 ? names[1] : names[0];
        return top.StartsWith("seed-", StringComparison.Ordinal) || Known.Any(name => top == name || IsLeftover(top, name));

        // What a kill leaves of something that was being written.
        static bool IsLeftover(string top, string name) =>
            top.StartsWith(name + ".", StringComparison.Ordinal) && top.EndsWith(AtomicFolder.Unfinished, StringComparison.Ordinal);
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
        // Older programs did not write down what the teacher was.
        if (former.Teacher is { } teacher && !FileHash.AreSame(teacher, now.Teacher ?? []))
            throw Different("the files of the teacher have changed since the run was started");

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
