using OmniHelix.Metrics;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>The metrics of a run.</summary>
/// <param name="Primary">Selects the best weights and the best seed.</param>
/// <param name="Names">All that are reported, the primary one first.</param>
internal sealed record MetricChoice(MetricDefinition Primary, IReadOnlyList<string> Names)
{
    /// <summary>What the options ask for, then the data set; otherwise all that fit the task and need no scores.</summary>
    /// <exception cref="UsageException">OH5110: an unknown metric; OH5111: one of another task.</exception>
    public static MetricChoice Of(FineTuneOptions options, PreparedData data)
    {
        var target = data.Labels.Task.Target;
        var outputs = data.Labels.Outputs;
        var config = data.Set.Config;
        var primary = (options.PrimaryMetric ?? config.PrimaryMetric) is { } name
            ? MetricCatalog.Find(name, target, outputs)
            : MetricCatalog.Primary(data.Labels.Task, outputs);
        var asked = options.Metrics ?? (config.Metrics.Count > 0 ? config.Metrics : null);
        IEnumerable<string> names = asked ?? MetricCatalog.Of(target, outputs).Where(m => !m.NeedsScores).Select(m => m.Name);
        var found = names.Select(n => MetricCatalog.Find(n, target, outputs).Name);
        return new(primary, [.. found.Prepend(primary.Name).Distinct(StringComparer.Ordinal)]);
    }
}
