namespace OmniHelix.Metrics;

/// <summary>How the gaps of the calibration bins become one number.</summary>
public enum CalibrationNorm
{
    /// <summary>Mean absolute gap weighted by bin size: the expected calibration error (Guo et al. 2017).</summary>
    L1,

    /// <summary>Root of the weighted mean squared gap.</summary>
    L2,

    /// <summary>Largest gap of a bin.</summary>
    Max,
}

/// <summary>Scores of probabilities: log loss, Brier score, calibration error.</summary>
public static class Calibration
{
    /// <summary>
    /// Probabilities are clipped to [ε, 1 − ε] with the machine epsilon of their type, so that one sure mistake stays finite.
    /// </summary>
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Mean negative log likelihood of binary truth under the probability of the positive class.</summary>
    public static MetricValue LogLoss(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probability)
    {
        if (Check(truth, probability) is { } undefined) return undefined;
        double sum = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var p = Math.Clamp(probability[i], Epsilon, 1 - Epsilon);
            sum -= Math.Log(truth[i] ? p : 1 - p);
        }
        return new(sum / truth.Length);
    }

    /// <summary>Mean squared difference between probability and truth.</summary>
    public static MetricValue Brier(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probability)
    {
        if (Check(truth, probability) is { } undefined) return undefined;
        double sum = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var d = probability[i] - (truth[i] ? 1 : 0);
            sum += d * d;
        }
        return new(sum / truth.Length);
    }

    /// <summary>
    /// Calibration error over equal-width bins of the confidence; bin k holds [k/bins, (k+1)/bins), and a confidence of exactly 1 is a bin
    /// of its own (the convention of torchmetrics).
    /// </summary>
    /// <param name="right">Whether the event of this confidence happened (the positive class, or "the arg max was right").</param>
    /// <param name="confidence">In [0, 1].</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="norm">Norm over the bins.</param>
    public static MetricValue Error(
        ReadOnlySpan<bool> right, ReadOnlySpan<double> confidence, int bins = 15, CalibrationNorm norm = CalibrationNorm.L1)
    {
        if (Check(right, confidence) is { } undefined) return undefined;
        double total = 0;
        foreach (var bin in Bins(right, confidence, bins))
        {
            var gap = Math.Abs(bin.Right - bin.ConfidenceSum) / bin.Count;
            var share = (double)bin.Count / right.Length;
            total = norm switch
            {
                CalibrationNorm.L1 => total + share * gap,
                CalibrationNorm.L2 => total + share * gap * gap,
                _ => Math.Max(total, gap),
            };
        }
        return new(norm == CalibrationNorm.L2 ? Math.Sqrt(total) : total);
    }

    /// <summary>What came true in the bins of <see cref="Error"/> that hold something, by ascending confidence.</summary>
    /// <param name="right">Whether the event of this confidence happened.</param>
    /// <param name="confidence">In [0, 1].</param>
    /// <param name="bins">Number of bins.</param>
    public static IReadOnlyList<CalibrationBin> Bins(ReadOnlySpan<bool> right, ReadOnlySpan<double> confidence, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        MetricInput.SameLength(right.Length, confidence.Length);
        var count = new int[bins + 1];
        var hits = new int[bins + 1];
        var sum = new double[bins + 1];
        for (var i = 0; i < right.Length; i++)
        {
            var bin = Bin(confidence[i], bins);
            count[bin]++;
            sum[bin] += confidence[i];
            if (right[i]) hits[bin]++;
        }
        return [.. Enumerable.Range(0, bins + 1).Where(k => count[k] > 0).Select(k => new CalibrationBin(count[k], hits[k], sum[k]))];
    }

    private static int Bin(double p, int bins)
    {
        var bin = Math.Clamp((int)(p * bins), 0, bins);
        // p·bins rounds; the edges decide.
        while (bin > 0 && p < Edge(bin, bins)) bin--;
        while (bin < bins && p >= Edge(bin + 1, bins)) bin++;
        return bin;
    }

    /// <summary>
    /// Lower edge of a bin, counted from the nearer end as torch.linspace does: scores such as 0.3 lie on edges and must fall on the same
    /// side.
    /// </summary>
    private static double Edge(int bin, int bins) => bin < (bins + 1) / 2 ? bin * (1.0 / bins) : 1 - (bins - bin) * (1.0 / bins);

    private static MetricValue? Check(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probability)
    {
        MetricInput.SameLength(truth.Length, probability.Length);
        for (var i = 0; i < probability.Length; i++)
        {
            MetricInput.NotNaN(probability[i], i);
            if (probability[i] is < 0 or > 1) return MetricValue.Undefined("the scores are not probabilities");
        }
        return truth.Length == 0 ? MetricValue.Undefined("no labelled position") : null;
    }
}

/// <summary>Predictions of about the same confidence.</summary>
/// <param name="Count">How many, at least one.</param>
/// <param name="Right">How many of them came true.</param>
/// <param name="ConfidenceSum">Their confidences added.</param>
public readonly record struct CalibrationBin(int Count, int Right, double ConfidenceSum)
{
    /// <summary>Mean confidence, 0 to 1.</summary>
    public double Confidence => ConfidenceSum / Count;

    /// <summary>Share that came true, 0 to 1.</summary>
    public double Share => (double)Right / Count;
}
