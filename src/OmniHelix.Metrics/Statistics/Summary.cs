namespace OmniHelix.Metrics.Statistics;

/// <summary>Summary of repeated scores, such as one a seed.</summary>
/// <param name="Count">Defined values.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="StandardDeviation">Sample standard deviation (n − 1); 0 for one value.</param>
/// <param name="Median">Middle value.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
public sealed record Summary(int Count, double Mean, double StandardDeviation, double Median, double Min, double Max)
{
    /// <summary>Summarises finite values.</summary>
    /// <exception cref="OmniException">OH5132 when there are none or one is not finite.</exception>
    public static Summary Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        if (sorted.Length == 0) throw new OmniException("OH5132", "there is no value to summarise");
        if (!Array.TrueForAll(sorted, double.IsFinite))
            throw new OmniException(
                "OH5132", "a value to summarise is not finite", advice: "Leave out runs without a score and say how many.");
        Array.Sort(sorted);
        var mean = Metrics.Regression.Mean(sorted);
        var deviation = sorted.Length == 1 ? 0 : Math.Sqrt(Metrics.Regression.SquaredDeviation(sorted) / (sorted.Length - 1));
        return new(sorted.Length, mean, deviation, Quantile(sorted, 0.5), sorted[0], sorted[^1]);
    }

    /// <summary>The quantile of ascending values with linear interpolation.</summary>
    public static double Quantile(ReadOnlySpan<double> ascending, double share)
    {
        var at = share * (ascending.Length - 1);
        var low = (int)at;
        return low + 1 >= ascending.Length ? ascending[^1] : ascending[low] + (at - low) * (ascending[low + 1] - ascending[low]);
    }
}
