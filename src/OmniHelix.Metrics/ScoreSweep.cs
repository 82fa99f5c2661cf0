


namespace OmniHelix.Metrics;

/// <summary>
/// Every threshold of a binary score: scores sorted once (O(n log n)), then counts of true and false positives at each distinct score,
/// descending. ROC and precision-recall curves and their areas are read from it.
/// </summary>
public sealed class ScoreSweep
{
    private readonly double[] thresholds;
    private readonly int[] truePositives;
    private readonly int[] falsePositives;

    /// <summary>Sorts the scores.</summary>
    /// <param name="truth">True for a positive, <c>[n]</c>.</param>
    /// <param name="scores">Higher means more positive, <c>[n]</c>; any scale.</param>
    /// <exception cref="OmniException">OH5101 when the lengths differ, OH5103 for a NaN score.</exception>
    public ScoreSweep(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores)
    {
        MetricInput.SameLength(truth.Length, scores.Length);
        MetricInput.NotNaN(scores);
        var keys = scores.ToArray();
        var labels = truth.ToArray();
        Array.Sort(keys, labels);
        var distinct = 0;
        for (var i = 0; i < keys.Length; i++)
            if (i == 0 || keys[i] != keys[i - 1]) distinct++;
        thresholds = new double[distinct];
        truePositives = new int[distinct];
        falsePositives = new int[distinct];
        var at = -1;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (at < 0 || keys[i] != thresholds[at]) thresholds[++at] = keys[i];
            if (labels[i]) Positives++;
            else Negatives++;
            truePositives[at] = Positives;
            falsePositives[at] = Negatives;
        }
    }

    /// <summary>Number of positives (P).</summary>
    public int Positives { get; }

    /// <summary>Number of negatives (N).</summary>
    public int Negatives { get; }

    /// <summary>
    /// Area under the ROC curve: the rank statistic with average ranks for ties. With <paramref name="maxFpr"/> below 1 the area up to that
    /// false-positive rate, standardised so that chance is 0.5 (McClish 1989).
    /// </summary>
    public MetricValue RocAuc(double maxFpr = 1)
    {
        if (OneClass() is { } reason) return MetricValue.Undefined(reason);
        if (maxFpr >= 1)
        {
            // Twice the area in units of 1/(P·N), exact in integers.
            Int128 area = 0;
            int tp = 0, fp = 0;
            for (var i = 0; i < thresholds.Length; i++)
            {
                area += (Int128)(falsePositives[i] - fp) * (truePositives[i] + tp);
                (tp, fp) = (truePositives[i], falsePositives[i]);
            }
            return new((double)area / (2.0 * Positives * Negatives));
        }
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxFpr);
        double partial = 0, x = 0, y = 0;
        for (var i = 0; i < thresholds.Length && x < maxFpr; i++)
        {
            double nextX = (double)falsePositives[i] / Negatives, nextY = (double)truePositives[i] / Positives;
            if (nextX > maxFpr)
            {
                nextY = y + (nextY - y) * (maxFpr - x) / (nextX - x);
                nextX = maxFpr;
            }
            partial += (nextX - x) * (nextY + y) / 2;
            (x, y) = (nextX, nextY);
        }
        var chance = maxFpr * maxFpr / 2;
        return new((1 + (partial - chance) / (maxFpr - chance)) / 2);
    }

    /// <summary><c>Σ (R_i − R_{i−1}) P_i</c> over distinct thresholds, descending.</summary>
    public MetricValue AveragePrecision()
    {
        if (Positives == 0) return MetricValue.Undefined("no positive");
        double sum = 0;
        var before = 0;
        for (var i = 0; i < thresholds.Length; i++)
        {
            sum += (double)(truePositives[i] - before) / Positives * ((double)truePositives[i] / (truePositives[i] + falsePositives[i]));
            before = truePositives[i];
        }
        return new(sum);
    }

    /// <summary>
    /// Trapezoid area under the precision-recall curve, which is optimistic (Davis and Goadrich 2006); prefer
    /// <see cref="AveragePrecision"/>.
    /// </summary>
    public MetricValue PrecisionRecallTrapezoid()
    {
        if (Positives == 0) return MetricValue.Undefined("no positive");
        double sum = 0, recall = 0, precision = 1;
        for (var i = 0; i < thresholds.Length; i++)
        {
            double r = (double)truePositives[i] / Positives, p = (double)truePositives[i] / (truePositives[i] + falsePositives[i]);
            sum += (r - recall) * (p + precision) / 2;
            (recall, precision) = (r, p);
        }
        return new(sum);
    }

    /// <summary>The ROC curve from (0, 0) at threshold +∞ to (1, 1); null when a class is absent.</summary>
    /// <param name="dropIntermediate">Leaves out points on the straight line between their neighbours.</param>
    public RocCurve? Roc(bool dropIntermediate = false)
    {
        if (OneClass() is not null) return null;
        var kept = new List<int>(thresholds.Length);
        for (var i = 0; i < thresholds.Length; i++)
        {
            if (dropIntermediate && i > 0 && i < thresholds.Length - 1
                && truePositives[i + 1] - truePositives[i] == truePositives[i] - truePositives[i - 1]
                && falsePositives[i + 1] - falsePositives[i] == falsePositives[i] - falsePositives[i - 1]) continue;
            kept.Add(i);
        }
        return new RocCurve(
            [0, .. kept.Select(i => (double)falsePositives[i] / Negatives)],
            [0, .. kept.Select(i => (double)truePositives[i] / Positives)],
            [double.PositiveInfinity, .. kept.Select(i => thresholds[i])]);
    }

    /// <summary>
    /// The precision-recall curve by ascending threshold, closed by the point (recall 0, precision 1); null without positives.
    /// </summary>
    public PrecisionRecallCurve? PrecisionRecall()
    {
        if (Positives == 0) return null;
        var n = thresholds.Length;
        double[] precision = new double[n + 1], recall = new double[n + 1], ascending = new double[n];
        for (var i = 0; i < n; i++)
        {
            var from = n - 1 - i;
            precision[i] = (double)truePositives[from] / (truePositives[from] + falsePositives[from]);
            recall[i] = (double)truePositives[from] / Positives;
            ascending[i] = thresholds[from];
        }
        precision[n] = 1;
        return new PrecisionRecallCurve(precision, recall, ascending);
    }

    private string? OneClass() => Positives == 0 ? "no positive" : Negatives == 0 ? "no negative" : null;
}

/// <summary>Points of a ROC curve.</summary>
/// <param name="FalsePositiveRate">Ascending.</param>
/// <param name="TruePositiveRate">Ascending.</param>
/// <param name="Thresholds">A position is positive when its score is at least this; descending, the first is +∞.</param>
public sealed record RocCurve(
    IReadOnlyList<double> FalsePositiveRate, IReadOnlyList<double> TruePositiveRate, IReadOnlyList<double> Thresholds);

/// <summary>Points of a precision-recall curve; precision and recall have one more entry than the thresholds.</summary>
/// <param name="Precision">By ascending threshold, closed by 1.</param>
/// <param name="Recall">By ascending threshold, closed by 0.</param>
/// <param name="Thresholds">Ascending.</param>
public sealed record PrecisionRecallCurve(IReadOnlyList<double> Precision, IReadOnlyList<double> Recall, IReadOnlyList<double> Thresholds);
