using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Settings;
using OmniHelix.Workflows.Comparing;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Runs;

/// <summary>Runs in words and in JSON.</summary>
internal static class RunText
{
    /// <summary>The state of a run, as users read it.</summary>
    public static string StateOf(RunSummary run) => run.State switch
    {
        RunState.CutOff => RunManifest.GoesOn(run.Kind) ? "cut off" : "not finished",
        RunState.Damaged => "damaged",
        RunState.Running => "running",
        _ => "finished",
    };

    /// <summary>The primary score with its interval; empty before there is one.</summary>
    public static string ScoreOf(RunSummary run)
    {
        if (run.Score is not { } score) return "";
        var interval = run is { Low: { } low, High: { } high } ? Invariant($" [{low:0.000}, {high:0.000}]") : "";
        return Invariant($"{run.Metric} {score:0.000}{interval}");
    }

    /// <summary>How long a run took: <c>1:02:03</c>; empty when it did not come to its end.</summary>
    public static string TimeOf(RunSummary run) =>
        run.Time is { } time ? Invariant($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}") : "";

    /// <summary>A run for programs.</summary>
    public static JsonObject ToJson(RunSummary run) => new()
    {
        ["folder"] = run.Folder,
        ["kind"] = run.Kind,
        ["state"] = SettingValue.Write(run.State).Replace('-', '_'),
        ["task"] = run.Task,
        ["data"] = run.Data,
        ["model"] = run.Model,
        ["metric"] = run.Metric,
        ["score"] = run.Score,
        ["low"] = run.Low,
        ["high"] = run.High,
        ["started"] = run.Started,
        ["seconds"] = run.Time?.TotalSeconds,
        ["problem"] = run.Problem,
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
