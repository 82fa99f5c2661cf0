using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OmniHelix.Documents;
using OmniHelix.Hub;
using OmniHelix.Hub.Cache;
using OmniHelix.Settings;
using OmniHelix.Torch;

namespace OmniHelix.Workflows.Runs;

/// <summary>
/// What made a run, as <c>run.json</c> keeps it: enough to repeat it and to see whether a repetition used the same things. The file is a
/// configuration too: <c>omni train --config OLD/run.json --output NEW</c> repeats the run.
/// </summary>
public sealed record RunManifest
{
    /// <summary>Name of the file in the folder of a run.</summary>
    public const string FileName = "run.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly string[] Keys =
    [
        .. typeof(RunManifest).GetProperties().Select(p => p.Name).Where(name => name != nameof(Resume))
            .Select(JsonNamingPolicy.SnakeCaseLower.ConvertName),
    ];

    /// <summary>Kind of run: <c>train</c>, <c>pretrain</c>, ….</summary>
    public required string Kind { get; init; }

    /// <summary>Whether a run of a kind that was cut off goes on with <c>--resume</c>.</summary>
    public static bool GoesOn(string kind) => kind is "train" or "pretrain";

    /// <summary>The command line, ready to be repeated; empty when a program used the library.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Every setting with the value that was used; <c>none</c> where there is none, such as a bound that does not bind.</summary>
    public required JsonObject Configuration { get; init; }

    /// <summary>
    /// Who said each of these values: <c>flag</c>, <c>file task.yaml:7</c>, <c>data set</c>, <c>model</c>, <c>caller</c> or
    /// <c>default</c>.
    /// </summary>
    public required JsonObject Origins { get; init; }

    /// <summary>What settings left to the run to decide, with the reason, by setting; null when there is nothing of the kind.</summary>
    public IReadOnlyDictionary<string, string>? Decided { get; init; }

    /// <summary>What a run that goes on may say otherwise, by setting; all others have to stay as they are.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, ResumeRule> Resume { get; init; } = new Dictionary<string, ResumeRule>();

    /// <summary>Files of the data set.</summary>
    public required IReadOnlyList<FileHash> Data { get; init; }

    /// <summary>Files of the model the run started from; empty when it started from nothing.</summary>
    public required IReadOnlyList<FileHash> Model { get; init; }

    /// <summary>
    /// The hub's model that the run started from, pinned to a commit (<c>owner/name@commit</c>); null for a model of another origin.
    /// </summary>
    public string? ModelOrigin { get; init; }

    /// <summary>Files of the model the run learns from; null for none.</summary>
    public IReadOnlyList<FileHash>? Teacher { get; init; }

    /// <summary>Version of this program.</summary>
    public string Version { get; init; } = typeof(RunManifest).Assembly.GetName().Version!.ToString(3);

    /// <summary>Commit it was built from; <c>unknown</c> when it was built outside of a repository.</summary>
    public string Commit { get; init; } = CommitOf(typeof(RunManifest).Assembly);

    /// <summary>Version of libtorch.</summary>
    public string Libtorch { get; init; } = TorchEngine.Version;

    /// <summary>Threads of an operator; another number may round differently.</summary>
    public int Threads { get; init; } = TorchEngine.Threads;

    /// <summary>Operating system and architecture.</summary>
    public string Platform { get; init; } = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}";

    /// <summary>Start, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>End, UTC; null while the run goes on or when it was cut off.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The manifest of a run that starts now.</summary>
    /// <param name="kind">Such as <c>train</c>.</param>
    /// <param name="command">The command line; empty when a program uses the library.</param>
    /// <param name="settings">What the run uses.</param>
    /// <param name="data">Paths of the data.</param>
    /// <param name="model">Folder or file of the model; null when there is none.</param>
    /// <param name="teacher">Model, run or name of a shipped model that is learned from; null or empty for none.</param>
    /// <exception cref="OmniException">OH1001: a file cannot be read; OH5302: there is no such teacher.</exception>
    public static RunManifest Of(
        string kind, IReadOnlyList<string> command, ResolvedSettings settings, IEnumerable<string> data, string? model,
        string? teacher = null) =>
        new()
        {
            Kind = kind,
            Command = command,
            Configuration = settings.ToJson(),
            Origins = settings.OriginsToJson(),
            Resume = settings.Settings.ToDictionary(setting => setting.Key.Name, setting => setting.Key.Resume),
            Data = [.. data.SelectMany(FileHash.Of)],
            Model = model is null ? [] : FileHash.Of(model),
            ModelOrigin = model is null ? null : HubCache.OriginOf(model)?.ToString(),
            Teacher = string.IsNullOrEmpty(teacher) ? null : FileHash.Of(ModelNames.FolderOf(teacher)),
            Started = TimeProvider.System.GetUtcNow(),
        };

    /// <summary>Writes <c>run.json</c>.</summary>
    public void Write(string folder) => AtomicFile.WriteText(PathIn(folder), JsonSerializer.Serialize(this, Format) + "\n");

    /// <summary>The settings in a document that is a manifest, whatever its file is called; null when it is none.</summary>
    /// <param name="document">What was read.</param>
    /// <param name="kind">The kind of run that is to be repeated.</param>
    /// <exception cref="UsageException">
    /// OH2012 a key that no manifest has; OH2013 a value of another type; OH2016 the manifest of another kind of run.
    /// </exception>
    public static MapNode? ConfigurationIn(MapNode document, string kind)
    {
        if (!document.Has("kind") || !document.Has("configuration") || !document.Has("origins")) return null;
        document.RefuseUnknown(Keys);
        return document.Text("kind") is var found && found == kind
            ? document.Map("configuration")
            : throw new UsageException(
                "OH2016", $"this is the manifest of 'omni {found}', and 'omni {kind}' cannot repeat it",
                document.Find("kind")!.Place.ToString(), $"Give it to omni {found}, or write the settings to a file of their own.");
    }

    /// <summary>Reads <c>run.json</c>; null when the folder has none.</summary>
    /// <exception cref="OmniException">OH5030: the file is damaged.</exception>
    public static RunManifest? TryRead(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(File.ReadAllText(path), Format) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new OmniException(
                "OH5030", $"this is no run manifest: {e.Message}", path,
                "The folder was changed by something else; choose another one.", e);
        }
    }

    /// <summary>
    /// What of program, engine and machine was another in this manifest than it is <paramref name="now"/>, such as
    /// <c>2 threads (now 8 threads)</c>; null when all are equal.
    /// </summary>
    internal string? MachineBeside(RunManifest now)
    {
        string?[] changes =
        [
            Changed($"OmniHelix {Version}", $"OmniHelix {now.Version}"),
            Changed($"commit {Commit}", $"commit {now.Commit}"),
            Changed($"libtorch {Libtorch}", $"libtorch {now.Libtorch}"),
            Changed(FormattableString.Invariant($"{Threads} threads"), FormattableString.Invariant($"{now.Threads} threads")),
            Changed(Platform, now.Platform),
        ];
        return changes.All(c => c is null) ? null : string.Join(", ", changes.OfType<string>());

        static string? Changed(string then, string now) => then == now ? null : $"{then} (now {now})";
    }

    /// <summary>True when a run made the folder.</summary>
    public static bool IsIn(string folder) => File.Exists(PathIn(folder));

    private static string PathIn(string folder) => Path.Combine(folder, FileName);

    private static string CommitOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? "unknown" : version[(plus + 1)..];
    }
}
