


namespace OmniHelix.Metrics;

/// <summary>
/// Metrics of how each row of a multi-label table ranks its labels (Tsoumakas et al. 2010). Equal scores count against the model.
/// </summary>
public static class LabelRanking
{
    /// <summary>
    /// Mean share of relevant labels among those ranked at or above each relevant label; 1 for a row where all or no labels are relevant.
    /// </summary>
    public static MetricValue AveragePrecision(MultiLabelScores table) => MeanOverRows(table, (relevant, scores) =>
    {
        var (sum, n) = (0.0, 0);
        for (var k = 0; k < scores.Length; k++)
        {
            if (!relevant[k]) continue;
            int above = 0, relevantAbove = 0;
            for (var j = 0; j < scores.Length; j++)
            {
                if (scores[j] < scores[k]) continue;
                above++;
                if (relevant[j]) relevantAbove++;
            }
            sum += (double)relevantAbove / above;
            n++;
        }
        return n == 0 ? 1 : sum / n;
    });

    /// <summary>How far down the ranking one must go to cover every relevant label, averaged over rows; 0 for a row without any.</summary>
    public static MetricValue CoverageError(MultiLabelScores table) => MeanOverRows(table, (relevant, scores) =>
    {
        var lowest = double.PositiveInfinity;
        for (var k = 0; k < scores.Length; k++)
            if (relevant[k]) lowest = Math.Min(lowest, scores[k]);
        var covered = 0;
        foreach (var score in scores)
            if (score >= lowest) covered++;
        return covered;
    });

    /// <summary>Share of (relevant, irrelevant) pairs in the wrong order, averaged over rows; 0 for a row without such pairs.</summary>
    public static MetricValue Loss(MultiLabelScores table) => MeanOverRows(table, (relevant, scores) =>
    {
        long wrong = 0, pairs = 0;
        for (var k = 0; k < scores.Length; k++)
        {
            if (!relevant[k]) continue;
            for (var j = 0; j < scores.Length; j++)
            {
                if (relevant[j]) continue;
                pairs++;
                if (scores[k] <= scores[j]) wrong++;
            }
        }
        return pairs == 0 ? 0 : (double)wrong / pairs;
    });

    private delegate double RowMetric(ReadOnlySpan<bool> relevant, ReadOnlySpan<double> scores);

    private static MetricValue MeanOverRows(MultiLabelScores table, RowMetric metric)
    {
        if (table.Rows == 0) return MetricValue.Undefined("no labelled row");
        double sum = 0;
        for (var i = 0; i < table.Rows; i++) sum += metric(table.TruthOf(i), table.ScoresOf(i));
        return new(sum / table.Rows);
    }
}
