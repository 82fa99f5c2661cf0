using MathNet.Numerics;

namespace OmniHelix.Metrics;

/// <summary>A correlation with the two-sided p-value of "no correlation".</summary>
/// <param name="Coefficient">In [−1, 1].</param>
/// <param name="PValue">In [0, 1].</param>
public readonly record struct CorrelationResult(MetricValue Coefficient, MetricValue PValue)
{
    internal static CorrelationResult Undefined(string reason) => new(MetricValue.Undefined(reason), MetricValue.Undefined(reason));
}

/// <summary>Correlations of two real-valued vectors.</summary>
public static class Correlation
{
    /// <summary>Pearson's r; the p-value assumes normal data (exact beta distribution).</summary>
    public static CorrelationResult Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Regression.Check(x, y);
        if (Missing(x, y) is { } reason) return CorrelationResult.Undefined(reason);
        var r = Coefficient(x, y);
        if (x.Length == 2) return new(new(Math.Sign(r)), new(1));
        var shape = x.Length / 2.0 - 1;
        return new(new(r), new(Math.Min(1, 2 * SpecialFunctions.BetaRegularized(shape, shape, (1 - Math.Abs(r)) / 2))));
    }

    /// <summary>Spearman's rho: Pearson of average ranks; the p-value from Student's t with n − 2 degrees of freedom.</summary>
    public static CorrelationResult Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Regression.Check(x, y);
        if (Missing(x, y) is { } reason) return CorrelationResult.Undefined(reason);
        var r = OfRanks(Ranks.Average(x), Ranks.Average(y));
        double freedom = x.Length - 2;
        if (freedom == 0) return new(new(r), MetricValue.Undefined("two values leave no degree of freedom"));
        // t² / (f + t²) = r², so the tail is a regularised beta of 1 − r².
        return new(new(r), new(SpecialFunctions.BetaRegularized(freedom / 2, 0.5, (1 - r) * (1 + r))));
    }

    /// <summary>
    /// Lin's concordance correlation coefficient <c>2 s_xy / (s_x² + s_y² + (x̄ − ȳ)²)</c> (Lin 1989) with sample moments (n − 1).
    /// </summary>
    public static MetricValue Concordance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Regression.Check(x, y);
        if (x.Length < 2) return MetricValue.Undefined("fewer than two values");
        if (Regression.IsConstant(x)) return MetricValue.Undefined("the truth is constant");
        double meanX = Regression.Mean(x), meanY = Regression.Mean(y), xy = 0, shift = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            shift += x[i] - y[i];
        }
        var n = x.Length - 1;
        shift /= x.Length;
        return new(2 * xy / n / ((Regression.SquaredDeviation(x) + Regression.SquaredDeviation(y)) / n + shift * shift));
    }

    /// <summary>
    /// Least squares line of <paramref name="y"/> on <paramref name="x"/>; null when x is constant or has fewer than two values.
    /// </summary>
    public static (double Slope, double Intercept)? Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Regression.Check(x, y);
        if (x.Length < 2 || Regression.IsConstant(x)) return null;
        double meanX = Regression.Mean(x), meanY = Regression.Mean(y), xy = 0;
        for (var i = 0; i < x.Length; i++) xy += (x[i] - meanX) * (y[i] - meanY);
        var slope = xy / Regression.SquaredDeviation(x);
        return (slope, meanY - slope * meanX);
    }

    internal static string? Missing(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        x.Length < 2 ? "fewer than two values"
        : Regression.IsConstant(x) || Regression.IsConstant(y) ? "truth or prediction is constant" : null;

    /// <summary>The cosine of the centred vectors; each is scaled to length 1 before the product.</summary>
    private static double Coefficient(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double[] u = Unit(x), v = Unit(y);
        double sum = 0;
        for (var i = 0; i < u.Length; i++) sum += u[i] * v[i];
        return Math.Clamp(sum, -1, 1);
    }

    /// <summary>The same of ranks, whose sums are exact: equal orders give exactly ±1.</summary>
    private static double OfRanks(double[] x, double[] y)
    {
        var mean = (x.Length + 1) / 2.0;
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            double a = x[i] - mean, b = y[i] - mean;
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        return Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
    }

    private static double[] Unit(ReadOnlySpan<double> values)
    {
        var mean = Regression.Mean(values);
        var unit = new double[values.Length];
        double squares = 0;
        for (var i = 0; i < unit.Length; i++)
        {
            unit[i] = values[i] - mean;
            squares += unit[i] * unit[i];
        }
        var length = Math.Sqrt(squares);
        for (var i = 0; i < unit.Length; i++) unit[i] /= length;
        return unit;
    }
}
