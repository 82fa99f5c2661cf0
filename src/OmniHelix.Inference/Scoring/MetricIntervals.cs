using OmniHelix.Metrics;
using OmniHelix.Metrics.Statistics;

namespace OmniHelix.Inference.Scoring;

/// <summary>
/// Bootstrap intervals of metrics over the records of a test set. Metrics of predicted classes take counts, which are quick to add; the
/// others are computed anew for each resample, and of large test sets from fewer resamples.
/// </summary>
public static class MetricIntervals
{
    // A resample of so many outputs is computed in some milliseconds.
    private const long MostValues = 20_000_000;
    private const int FewestResamples = 200;

    /// <summary>The interval of each metric.</summary>
    /// <param name="records">The test set.</param>
    /// <param name="metrics">Names from <see cref="MetricCatalog"/>.</param>
    /// <param name="options">How the bootstrap is run.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One for each metric, in their order.</returns>
    /// <exception cref="OmniException">OH5130: there is no record.</exception>
    public static IReadOnlyList<ConfidenceInterval> Of(
        ScoredRecords records, IReadOnlyList<string> metrics, BootstrapOptions? options = null, CancellationToken cancellation = default) =>
        Intervals(records.Values, records.Count, records.Task, metrics, names => Statistics(records, names), options, cancellation);

    /// <summary>The interval of <c>first − second</c> of each metric, on the same records.</summary>
    /// <param name="first">Records of one model.</param>
    /// <param name="second">The same records, in the same order, of another.</param>
    /// <param name="metrics">Names from <see cref="MetricCatalog"/>.</param>
    /// <param name="options">How the bootstrap is run.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One for each metric, in their order.</returns>
    /// <exception cref="OmniException">OH5130: there is no record.</exception>
    public static IReadOnlyList<ConfidenceInterval> Differences(
        ScoredRecords first, ScoredRecords second, IReadOnlyList<string> metrics, BootstrapOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Count, first.Count);
        return Intervals(first.Values + second.Values, first.Count, first.Task, metrics, Paired, options, cancellation);

        Func<int[], IReadOnlyList<double?>> Paired(IReadOnlyList<string> names)
        {
            var one = Statistics(first, names);
            var other = Statistics(second, names);
            return sample => [.. one(sample).Zip(other(sample), (a, b) => a - b)];
        }
    }

    private static ConfidenceInterval[] Intervals(
        long values, int count, TaskType task, IReadOnlyList<string> metrics,
        Func<IReadOnlyList<string>, Func<int[], IReadOnlyList<double?>>> statistics, BootstrapOptions? options,
        CancellationToken cancellation)
    {
        options ??= new();
        var intervals = new ConfidenceInterval[metrics.Count];
        var few = Math.Clamp(MostValues / Math.Max(1, values), Math.Min(FewestResamples, options.Resamples), options.Resamples);
        Fill(task.Target == TaskTarget.Class, options);
        Fill(false, options with { Resamples = (int)few });
        return intervals;

        void Fill(bool ofCounts, BootstrapOptions how)
        {
            var open = Enumerable.Range(0, metrics.Count).Where(i => intervals[i] is null);
            int[] places = [.. open.Where(i => !ofCounts || IsOfCounts(metrics[i]))];
            if (places.Length == 0) return;
            var found = Bootstrap.Intervals(count, statistics([.. places.Select(i => metrics[i])]), how, cancellation);
            for (var i = 0; i < places.Length; i++) intervals[places[i]] = found[i];
        }
    }

    private static Func<int[], IReadOnlyList<double?>> Statistics(ScoredRecords records, IReadOnlyList<string> metrics)
    {
        if (records.Task.Target != TaskTarget.Class || !metrics.All(IsOfCounts))
            return sample => [.. records.Compute(sample, metrics).Values.Select(value => value.Value.Value)];
        var units = records.Classes(Enumerable.Range(0, records.Count), metrics, keepUnits: true).Units;
        return sample =>
        {
            var matrix = new ConfusionMatrix(records.Width);
            foreach (var record in sample) units[record].AddTo(matrix);
            return [.. metrics.Select(metric => ClassificationMetrics.OfLabels(metric, matrix)!.Value.Value)];
        };
    }

    private static bool IsOfCounts(string metric) => ClassificationMetrics.OfLabels(metric, new ConfusionMatrix(2)) is not null;
}
