using OmniHelix.Data.Labels;
using OmniHelix.Metrics;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>The metrics of a run.</summary>
/// <param name="Primary">Selects the best weights and the best seed.</param>
/// <param name="Names">All that are reported, the primary one first.</param>
internal sealed record MetricChoice(MetricDefinition Primary, IReadOnlyList<string> Names)
{
    /// <summary>What the settings ask for; otherwise all that fit the task.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="labels">Labels of its data: metrics of two classes are others than those of many.</param>
    /// <param name="withScores">Also those that need scores, unless others are asked for.</param>
    /// <exception cref="UsageException">OH5110: an unknown metric; OH5111: one of another task.</exception>
    public static MetricChoice Of(ResolvedSettings settings, LabelEncoder labels, bool withScores = false)
    {
        var target = labels.Task.Target;
        var outputs = labels.Outputs;
        var unit = labels.Task.Unit;
        var primary = settings["primary_metric"].Value is string name
            ? MetricCatalog.Find(name, target, outputs, unit)
            : MetricCatalog.Primary(labels.Task, labels.Outputs);
        var names = settings["metrics"].Value is IReadOnlyList<string> { Count: > 0 } asked
            ? asked
            : MetricCatalog.Of(target, outputs, unit).Where(m => withScores || !m.NeedsScores).Select(m => m.Name);
        IEnumerable<string> Known(IEnumerable<string> asked) => asked.Select(n => MetricCatalog.Find(n, target, outputs, unit).Name);
        return new(primary, [.. Known(names).Prepend(primary.Name).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The settings of a run with these metrics decided.</summary>
    public ResolvedSettings In(ResolvedSettings settings) => settings
        .With("metrics", Names.ToArray(), settings["metrics"].Source)
        .With("primary_metric", Primary.Name, settings["primary_metric"].Source);
}
