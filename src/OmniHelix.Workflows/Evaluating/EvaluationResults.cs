using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Evaluating;

/// <summary>The results of an evaluation, as <c>results.json</c> keeps them.</summary>
public sealed record EvaluationResults
{
    /// <summary>Name in the folder of the evaluation.</summary>
    public const string FileName = "results.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Task name.</summary>
    public required string Task { get; init; }

    /// <summary>Names of the classes, labels or targets, in the order of their numbers.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Metric that stands first.</summary>
    public required string PrimaryMetric { get; init; }

    /// <summary>The split that was read.</summary>
    public required string Split { get; init; }

    /// <summary>Records that were scored.</summary>
    public required int Records { get; init; }

    /// <summary>Their letters, and those that the model cannot read or hardly knows.</summary>
    public required LetterUse Letters { get; init; }

    /// <summary>The metrics, the primary one first.</summary>
    public required IReadOnlyList<EvaluatedMetric> Metrics { get; init; }

    /// <summary>What must be known to read the scores, one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Structures drawn in several ways; null for other classes than those of dot-bracket notation.</summary>
    public StructureResults? Structures { get; init; }

    /// <summary>Writes <c>results.json</c>.</summary>
    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Format));
}

/// <summary>A metric of an evaluation.</summary>
/// <param name="Name">Such as <c>mcc</c>.</param>
/// <param name="Value">Null when undefined.</param>
/// <param name="Low">Lower end of its interval over records; null without one.</param>
/// <param name="High">Upper end.</param>
/// <param name="Resamples">Resamples that the interval was taken from.</param>
/// <param name="Note">Why it is undefined, or what was left out of it.</param>
public sealed record EvaluatedMetric(string Name, double? Value, double? Low, double? High, int? Resamples, string? Note)
{
    /// <summary>All metrics of an evaluation.</summary>
    /// <param name="evaluation">Values.</param>
    /// <param name="intervals">One for each, in the same order; empty for none.</param>
    internal static IReadOnlyList<EvaluatedMetric> Of(Evaluation evaluation, IReadOnlyList<ConfidenceInterval> intervals) =>
    [
        .. evaluation.Report.Values.Select((metric, i) => metric.Value.Measured is null || i >= intervals.Count
            ? Of(metric.Key, metric.Value, null)
            : Of(metric.Key, metric.Value, intervals[i])),
    ];

    private static EvaluatedMetric Of(string name, MetricValue value, ConfidenceInterval? interval) =>
        new(name, value.Measured, interval?.Low, interval?.High, interval?.Resamples, value.Reason);
}
