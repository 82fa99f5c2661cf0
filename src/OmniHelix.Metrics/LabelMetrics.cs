


namespace OmniHelix.Metrics;

/// <summary>How per-class values become one.</summary>
public enum Averaging
{
    /// <summary>Unweighted mean over classes.</summary>
    Macro,

    /// <summary>One value from counts summed over classes.</summary>
    Micro,

    /// <summary>Mean weighted by the number of true positions of each class.</summary>
    Weighted,
}

/// <summary>
/// Metrics of hard labels, all from a <see cref="ConfusionMatrix"/>. Averages run over the classes present in truth or prediction unless a
/// list of classes is given. A zero denominator counts as <c>zeroDivision</c> (default 0); NaN leaves the class out of the average.
/// </summary>
public static class LabelMetrics
{
    private const string Empty = "no labelled position";

    /// <summary>Share of right positions.</summary>
    public static MetricValue Accuracy(ConfusionMatrix m) =>
        m.Total == 0 ? MetricValue.Undefined(Empty) : new((double)m.Correct / m.Total);

    /// <summary>Share of wrong positions; equals the Hamming loss of single labels.</summary>
    public static MetricValue ZeroOneLoss(ConfusionMatrix m) =>
        m.Total == 0 ? MetricValue.Undefined(Empty) : new((double)(m.Total - m.Correct) / m.Total);

    /// <summary>Mean recall over the classes present in the truth; <paramref name="adjusted"/> rescales so that chance is 0.</summary>
    public static MetricValue BalancedAccuracy(ConfusionMatrix m, bool adjusted = false)
    {
        if (m.Total == 0) return MetricValue.Undefined(Empty);
        double sum = 0;
        var n = 0;
        var onlyPredicted = 0;
        for (var k = 0; k < m.Classes; k++)
        {
            var truth = m.Truth(k);
            if (truth == 0)
            {
                if (m.Predicted(k) > 0) onlyPredicted++;
                continue;
            }
            sum += (double)m[k, k] / truth;
            n++;
        }
        var reason = onlyPredicted == 0 ? null : "classes predicted but never true have no recall";
        if (!adjusted) return new(sum / n, onlyPredicted, reason);
        if (n == 1) return MetricValue.Undefined("chance cannot be subtracted with one class in the truth");
        var chance = 1.0 / n;
        return new((sum / n - chance) / (1 - chance), onlyPredicted, reason);
    }

    /// <summary>Matthews correlation coefficient, binary and multi-class (Gorodkin 2004); 0 when a marginal holds one class only.</summary>
    public static MetricValue Mcc(ConfusionMatrix m)
    {
        if (m.Total == 0) return MetricValue.Undefined(Empty);
        Int128 total = m.Total, both = 0, truthSquares = 0, predictedSquares = 0;
        for (var k = 0; k < m.Classes; k++)
        {
            Int128 t = m.Truth(k), p = m.Predicted(k);
            both += t * p;
            truthSquares += t * t;
            predictedSquares += p * p;
        }
        var covariance = (double)(m.Correct * total - both);
        var root = Math.Sqrt((double)(total * total - predictedSquares)) * Math.Sqrt((double)(total * total - truthSquares));
        if (root != 0) return new(covariance / root);
        // Whoever always says one class knows nothing, which is 0; with one class in the truth nobody can tell.
        return truthSquares == total * total
            ? new(0, 1, "the truth holds one class only") { IsConvention = true }
            : new(0, 1, "the prediction holds one class only; MCC is 0 by convention");
    }

    /// <summary>Cohen's kappa.</summary>
    public static MetricValue CohenKappa(ConfusionMatrix m)
    {
        if (m.Total == 0) return MetricValue.Undefined(Empty);
        Int128 total = m.Total, both = 0;
        for (var k = 0; k < m.Classes; k++) both += (Int128)m.Truth(k) * m.Predicted(k);
        var room = total * total - both;
        return room == 0
            ? MetricValue.Undefined("truth and prediction hold one and the same class only")
            : new((double)(m.Correct * total - both) / (double)room);
    }

    /// <summary>Precision of class <paramref name="k"/>.</summary>
    public static double Precision(ConfusionMatrix m, int k, double zeroDivision = 0) => Ratio(PrecisionParts(m, k), zeroDivision);

    /// <summary>Averaged precision.</summary>
    public static MetricValue Precision(
        ConfusionMatrix m, Averaging averaging, double zeroDivision = 0, IReadOnlyList<int>? classes = null) =>
        Average(m, PrecisionParts, averaging, zeroDivision, classes);

    /// <summary>Recall of class <paramref name="k"/>.</summary>
    public static double Recall(ConfusionMatrix m, int k, double zeroDivision = 0) => Ratio(RecallParts(m, k), zeroDivision);

    /// <summary>Averaged recall.</summary>
    public static MetricValue Recall(ConfusionMatrix m, Averaging averaging, double zeroDivision = 0, IReadOnlyList<int>? classes = null) =>
        Average(m, RecallParts, averaging, zeroDivision, classes);

    /// <summary>F-beta of class <paramref name="k"/>.</summary>
    public static double F(ConfusionMatrix m, int k, double beta = 1, double zeroDivision = 0) => Ratio(FParts(m, k, beta), zeroDivision);

    /// <summary>Averaged F-beta.</summary>
    public static MetricValue F(
        ConfusionMatrix m, Averaging averaging, double beta = 1, double zeroDivision = 0, IReadOnlyList<int>? classes = null) =>
        Average(m, (matrix, k) => FParts(matrix, k, beta), averaging, zeroDivision, classes);

    /// <summary>Jaccard index of class <paramref name="k"/>.</summary>
    public static double Jaccard(ConfusionMatrix m, int k, double zeroDivision = 0) => Ratio(JaccardParts(m, k), zeroDivision);

    /// <summary>Averaged Jaccard index.</summary>
    public static MetricValue Jaccard(
        ConfusionMatrix m, Averaging averaging, double zeroDivision = 0, IReadOnlyList<int>? classes = null) =>
        Average(m, JaccardParts, averaging, zeroDivision, classes);

    private static (double Right, double Whole) PrecisionParts(ConfusionMatrix m, int k) => (m[k, k], m.Predicted(k));

    private static (double Right, double Whole) RecallParts(ConfusionMatrix m, int k) => (m[k, k], m.Truth(k));

    private static (double Right, double Whole) FParts(ConfusionMatrix m, int k, double beta) =>
        ((1 + beta * beta) * m[k, k], beta * beta * m.Truth(k) + m.Predicted(k));

    private static (double Right, double Whole) JaccardParts(ConfusionMatrix m, int k) => (m[k, k], m.Truth(k) + m.Predicted(k) - m[k, k]);

    private static double Ratio((double Right, double Whole) parts, double zeroDivision) =>
        parts.Whole == 0 ? zeroDivision : parts.Right / parts.Whole;

    private static MetricValue Average(
        ConfusionMatrix m, Func<ConfusionMatrix, int, (double Right, double Whole)> partsOf, Averaging averaging, double zeroDivision,
        IReadOnlyList<int>? classes)
    {
        if (m.Total == 0) return MetricValue.Undefined(Empty);
        classes ??= m.PresentClasses();
        double right = 0, whole = 0, sum = 0, weights = 0;
        var skipped = 0;
        foreach (var k in classes)
        {
            var parts = partsOf(m, k);
            right += parts.Right;
            whole += parts.Whole;
            var value = Ratio(parts, zeroDivision);
            if (double.IsNaN(value))
            {
                skipped++;
                continue;
            }
            var weight = averaging == Averaging.Weighted ? m.Truth(k) : 1;
            sum += weight * value;
            weights += weight;
        }
        var reason = skipped == 0 ? null : "classes with a zero denominator are left out";
        if (averaging == Averaging.Micro) (sum, weights) = (Ratio((right, whole), zeroDivision), 1);
        return weights == 0 || double.IsNaN(sum)
            ? MetricValue.Undefined(reason ?? "no class to average over", skipped)
            : new(sum / weights, skipped, reason);
    }
}
