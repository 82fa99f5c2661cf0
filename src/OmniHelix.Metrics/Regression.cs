namespace OmniHelix.Metrics;

/// <summary>
/// Metrics of one real-valued output. Means are subtracted before squares are summed, so an offset of 1e8 costs no digits.
/// </summary>
public static class Regression
{
    private const string Empty = "no labelled value";

    /// <summary>Mean squared error.</summary>
    public static MetricValue Mse(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction)
    {
        Check(truth, prediction);
        return truth.IsEmpty ? MetricValue.Undefined(Empty) : new(SquaredError(truth, prediction) / truth.Length);
    }

    /// <summary>Root of the mean squared error.</summary>
    public static MetricValue Rmse(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction) =>
        Mse(truth, prediction) is { Value: { } mse } ? new(Math.Sqrt(mse)) : MetricValue.Undefined(Empty);

    /// <summary>Mean absolute error.</summary>
    public static MetricValue Mae(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction)
    {
        Check(truth, prediction);
        double sum = 0;
        for (var i = 0; i < truth.Length; i++) sum += Math.Abs(truth[i] - prediction[i]);
        return truth.IsEmpty ? MetricValue.Undefined(Empty) : new(sum / truth.Length);
    }

    /// <summary>Median absolute error.</summary>
    public static MetricValue MedianAbsoluteError(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction)
    {
        Check(truth, prediction);
        if (truth.IsEmpty) return MetricValue.Undefined(Empty);
        var errors = new double[truth.Length];
        for (var i = 0; i < errors.Length; i++) errors[i] = Math.Abs(truth[i] - prediction[i]);
        Array.Sort(errors);
        var middle = errors.Length / 2;
        return new(errors.Length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2);
    }

    /// <summary>Largest absolute error.</summary>
    public static MetricValue MaxError(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction)
    {
        Check(truth, prediction);
        double max = 0;
        for (var i = 0; i < truth.Length; i++) max = Math.Max(max, Math.Abs(truth[i] - prediction[i]));
        return truth.IsEmpty ? MetricValue.Undefined(Empty) : new(max);
    }

    /// <summary>
    /// Coefficient of determination <c>1 − Σ(y−ŷ)²/Σ(y−ȳ)²</c>; undefined below two values and for constant truth, unless
    /// <paramref name="forceFinite"/> asks for scikit-learn's convention (1 for a perfect prediction of a constant, else 0).
    /// </summary>
    public static MetricValue R2(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction, bool forceFinite = false)
    {
        Check(truth, prediction);
        if (truth.Length < 2) return MetricValue.Undefined("fewer than two values");
        return Explained(SquaredError(truth, prediction), SquaredDeviation(truth), forceFinite);
    }

    /// <summary><c>1 − Var(y−ŷ)/Var(y)</c>: like <see cref="R2"/> but blind to a constant offset.</summary>
    public static MetricValue ExplainedVariance(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction, bool forceFinite = false)
    {
        Check(truth, prediction);
        if (truth.IsEmpty) return MetricValue.Undefined(Empty);
        var residuals = new double[truth.Length];
        for (var i = 0; i < residuals.Length; i++) residuals[i] = truth[i] - prediction[i];
        return Explained(SquaredDeviation(residuals), SquaredDeviation(truth), forceFinite);
    }

    internal static MetricValue Explained(double unexplained, double whole, bool forceFinite) =>
        whole > 0 ? new(1 - unexplained / whole)
        : forceFinite ? new(unexplained == 0 ? 1 : 0, 1, "the truth is constant; the value is a convention")
        : MetricValue.Undefined("the truth is constant");

    internal static double SquaredError(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction)
    {
        double sum = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var d = truth[i] - prediction[i];
            sum += d * d;
        }
        return sum;
    }

    internal static double SquaredDeviation(ReadOnlySpan<double> values)
    {
        // A constant column has no deviation, whatever the rounding of its mean.
        if (IsConstant(values)) return 0;
        var mean = Mean(values);
        double sum = 0;
        foreach (var value in values) sum += (value - mean) * (value - mean);
        return sum;
    }

    /// <summary>The mean, summed relative to the first value.</summary>
    internal static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values) sum += value - values[0];
        return values[0] + sum / values.Length;
    }

    internal static bool IsConstant(ReadOnlySpan<double> values) => values.IsEmpty || values.IndexOfAnyExcept(values[0]) < 0;

    internal static void Check(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction)
    {
        MetricInput.SameLength(truth.Length, prediction.Length);
        MetricInput.NotNaN(truth);
        MetricInput.NotNaN(prediction);
    }
}
