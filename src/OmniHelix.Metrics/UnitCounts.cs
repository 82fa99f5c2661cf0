namespace OmniHelix.Metrics;

/// <summary>The confusion matrix of one unit (a sequence), kept sparse: most sequences touch few cells.</summary>
public sealed class UnitCounts
{
    private readonly int classes;
    private readonly (int Cell, int Count)[] counts;

    internal UnitCounts(int classes, SortedDictionary<int, int> counts)
    {
        this.classes = classes;
        this.counts = [.. counts.Select(c => (c.Key, c.Value))];
    }

    /// <summary>Adds these counts to a matrix over the same classes.</summary>
    public void AddTo(ConfusionMatrix matrix)
    {
        foreach (var (cell, count) in counts) matrix.Add(cell / classes, cell % classes, count);
    }

    /// <summary>
    /// A statistic over resampled units, for <see cref="Statistics.Bootstrap"/>: counts are summed, then the metric is taken.
    /// </summary>
    public static Func<ReadOnlySpan<int>, double?> Statistic(IReadOnlyList<UnitCounts> units, Func<ConfusionMatrix, MetricValue> metric)
    {
        ArgumentOutOfRangeException.ThrowIfZero(units.Count, nameof(units));
        return sampled =>
        {
            var matrix = new ConfusionMatrix(units[0].classes);
            foreach (var i in sampled) units[i].AddTo(matrix);
            return metric(matrix).Value;
        };
    }
}
