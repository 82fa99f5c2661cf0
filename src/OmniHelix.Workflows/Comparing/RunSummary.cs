using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Comparing;

/// <summary>What a run was about and what came of it, as its folder tells: a line of a table of runs.</summary>
public sealed record RunSummary
{
    private const string ResultsFile = "results.json";

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary><c>train</c>, <c>pretrain</c> or <c>evaluate</c>; empty when the manifest is damaged.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public required RunState State { get; init; }

    /// <summary>Task name; null for a run without one.</summary>
    public string? Task { get; init; }

    /// <summary>Data of the run.</summary>
    public string? Data { get; init; }

    /// <summary>Model that it started from, or that it evaluates.</summary>
    public string? Model { get; init; }

    /// <summary>Its primary metric; null before there are results.</summary>
    public string? Metric { get; init; }

    /// <summary>The primary metric on the test split, else on validation; null when undefined or before there are results.</summary>
    public double? Score { get; init; }

    /// <summary>Lower end of the interval of <see cref="Score"/>.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>Start, UTC.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>From start to end; null while it goes on or when it was cut off.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Why its files cannot be read; null when they can.</summary>
    public string? Problem { get; init; }

    /// <summary>The manifest; null when it is damaged.</summary>
    public RunManifest? Manifest { get; init; }

    /// <summary>All runs in a folder and below it, the earliest first; what lies in the folder of a run is no run of its own.</summary>
    /// <exception cref="OmniException">OH5062: there is no such folder.</exception>
    public static IReadOnlyList<RunSummary> Below(string folder)
    {
        if (!Directory.Exists(folder))
            throw new OmniException("OH5062", "there is no such folder", folder, "Name a folder with runs in it.");
        var runs = Folders(folder).Select(Path.TrimEndingDirectorySeparator).Select(Read);
        return [.. runs.OrderBy(run => run.Started).ThenBy(run => run.Folder, StringComparer.Ordinal)];
    }

    /// <summary>The summary of one run.</summary>
    /// <exception cref="OmniException">OH5062: the folder is no run.</exception>
    public static RunSummary Of(string folder) => RunManifest.IsIn(folder)
        ? Read(folder)
        : throw new OmniException(
            "OH5062", "the folder has no run.json, so it was not made by a run", folder, "omni runs list shows the runs below a folder.");

    /// <summary>The results as their file has them; null before there are any.</summary>
    /// <exception cref="OmniException">OH5040: they are damaged.</exception>
    public JsonNode? Results() => ResultsOf(Folder);

    private static RunSummary Read(string folder)
    {
        try
        {
            var manifest = RunManifest.TryRead(folder)!;
            var settings = manifest.Configuration;
            var summary = new RunSummary
            {
                Folder = folder,
                Kind = manifest.Kind,
                State = RunLock.IsHeld(folder) ? RunState.Running : manifest.Finished is null ? RunState.CutOff : RunState.Finished,
                Task = Text(settings["task"]),
                Data = settings["data"] is JsonArray several ? string.Join(", ", several.Select(Text)) : Text(settings["data"]),
                Model = Text(settings["model"]),
                Started = manifest.Started,
                Time = manifest.Finished - manifest.Started,
                Manifest = manifest,
            };
            return WithResults(summary);
        }
        catch (OmniException e)
        {
            return new RunSummary { Folder = folder, State = RunState.Damaged, Problem = $"{e.Code}: {e.Message}" };
        }
    }

    private static RunSummary WithResults(RunSummary summary)
    {
        if (ResultsOf(summary.Folder) is not { } results) return summary;
        var metric = Text(results["primary_metric"]);
        var own = (results["scores"] as JsonArray)?.FirstOrDefault() ?? Named(results["metrics"] as JsonArray, metric);
        return summary with
        {
            Task = Text(results["task"]) ?? summary.Task,
            Metric = metric,
            Score = Number(own?["score"]) ?? Number(own?["value"]) ?? Number(results["summary"]?[metric ?? ""]?["mean"]),
            Low = Number(own?["low"]),
            High = Number(own?["high"]),
        };
    }

    /// <inheritdoc cref="Results"/>
    internal static JsonNode? ResultsOf(string folder)
    {
        var path = Path.Combine(folder, ResultsFile);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonNode.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new OmniException(
                "OH5040", $"the results of the run cannot be read: {e.Message}", path, "Finish the run with --resume.", e);
        }
    }

    private static IEnumerable<string> Folders(string folder)
    {
        if (RunManifest.IsIn(folder)) return [folder];
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        var inner = Directory.EnumerateDirectories(folder, "*", options);
        return (folder == "." ? inner.Select(path => Path.GetFileName(path)) : inner).SelectMany(Folders);
    }

    private static JsonNode? Named(JsonArray? metrics, string? name) => metrics?.FirstOrDefault(metric => Text(metric?["name"]) == name);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}
