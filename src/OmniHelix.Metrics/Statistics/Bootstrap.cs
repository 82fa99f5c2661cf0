


namespace OmniHelix.Metrics.Statistics;

/// <summary>How a bootstrap is run.</summary>
/// <param name="Resamples">Number of resamples.</param>
/// <param name="Level">Coverage of the interval, in (0, 1).</param>
/// <param name="Seed">Same seed, same interval.</param>
public sealed record BootstrapOptions(int Resamples = 2000, double Level = 0.95, long Seed = 42);

/// <summary>A percentile interval.</summary>
/// <param name="Estimate">The statistic of the data as they are; null when undefined.</param>
/// <param name="Low">Lower end; null when no resample was defined.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Coverage.</param>
/// <param name="Resamples">Resamples drawn.</param>
/// <param name="Undefined">Resamples whose statistic was undefined and left out.</param>
public sealed record ConfidenceInterval(double? Estimate, double? Low, double? High, double Level, int Resamples, int Undefined);

/// <summary>
/// Percentile bootstrap (Efron 1979) over units: whole sequences are drawn, never positions, because positions of one sequence are not
/// independent. A statistic receives the indices of the units drawn, with repeats, and returns null when undefined.
/// </summary>
public static class Bootstrap
{
    private const int ResamplesAtOnce = 64;

    /// <summary>The interval of one statistic.</summary>
    public static ConfidenceInterval Interval(int units, Func<ReadOnlySpan<int>, double?> statistic, BootstrapOptions? options = null)
    {
        Check(units, options ??= new());
        var sample = new int[units];
        return Percentiles(statistic(All(units)), options, draw =>
        {
            Draw(sample, draw);
            return statistic(sample);
        });
    }

    /// <summary>The intervals of several statistics of the same resamples, those that <see cref="Interval"/> draws.</summary>
    /// <param name="units">Units to draw from.</param>
    /// <param name="statistics">Values of all statistics for the units drawn; null where undefined. Asked on several threads.</param>
    /// <param name="options">How the bootstrap is run.</param>
    /// <param name="cancellation">Stops between resamples.</param>
    /// <returns>One for each statistic, in their order.</returns>
    public static IReadOnlyList<ConfidenceInterval> Intervals(
        int units, Func<int[], IReadOnlyList<double?>> statistics, BootstrapOptions? options = null,
        CancellationToken cancellation = default)
    {
        Check(units, options ??= new());
        var estimates = statistics(All(units));
        var values = estimates.Select(_ => new List<double>(options.Resamples)).ToArray();
        var random = new Xoshiro256(options.Seed);
        for (var done = 0; done < options.Resamples; done += ResamplesAtOnce)
        {
            var samples = new int[Math.Min(ResamplesAtOnce, options.Resamples - done)][];
            for (var i = 0; i < samples.Length; i++) Draw(samples[i] = new int[units], random);
            var results = new IReadOnlyList<double?>[samples.Length];
            var parallel = new ParallelOptions { CancellationToken = cancellation };
            Parallel.For(0, samples.Length, parallel, i => results[i] = statistics(samples[i]));
            foreach (var result in results)
                for (var k = 0; k < values.Length; k++)
                    if (result[k] is { } value && double.IsFinite(value)) values[k].Add(value);
        }
        return [.. estimates.Select((estimate, k) => Of(estimate, [.. values[k]], options))];
    }

    /// <summary>
    /// The interval of <c>first − second</c> where both are measured on the same units: each resample draws the same units for both.
    /// </summary>
    public static ConfidenceInterval PairedDifference(
        int units, Func<ReadOnlySpan<int>, double?> first, Func<ReadOnlySpan<int>, double?> second, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Interval(units, sample => first(sample) - second(sample), options);
    }

    /// <summary>The interval of <c>first − second</c> measured on different units, drawn independently.</summary>
    public static ConfidenceInterval UnpairedDifference(
        int firstUnits, Func<ReadOnlySpan<int>, double?> first, int secondUnits, Func<ReadOnlySpan<int>, double?> second,
        BootstrapOptions? options = null)
    {
        Check(firstUnits, options ??= new());
        Check(secondUnits, options);
        int[] a = new int[firstUnits], b = new int[secondUnits];
        return Percentiles(first(All(firstUnits)) - second(All(secondUnits)), options, draw =>
        {
            Draw(a, draw);
            Draw(b, draw);
            return first(a) - second(b);
        });
    }

    /// <summary>
    /// A statistic of sums: each unit is a vector of additive numbers (<paramref name="values"/> is <c>[units, width]</c>, row-major), and
    /// <paramref name="ofSum"/> sees the sum over the units drawn.
    /// </summary>
    public static Func<ReadOnlySpan<int>, double?> OfSums(double[] values, int width, Func<ReadOnlySpan<double>, double?> ofSum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length % width != 0) throw new ArgumentException("the values do not fill whole rows", nameof(values));
        return sample =>
        {
            var sum = new double[width];
            foreach (var unit in sample)
                for (var k = 0; k < width; k++) sum[k] += values[unit * width + k];
            return ofSum(sum);
        };
    }

    private static ConfidenceInterval Percentiles(double? estimate, BootstrapOptions options, Func<Xoshiro256, double?> resample)
    {
        var random = new Xoshiro256(options.Seed);
        var values = new List<double>(options.Resamples);
        for (var i = 0; i < options.Resamples; i++)
            if (resample(random) is { } value && double.IsFinite(value)) values.Add(value);
        return Of(estimate, [.. values], options);
    }

    private static ConfidenceInterval Of(double? estimate, double[] sorted, BootstrapOptions options)
    {
        Array.Sort(sorted);
        var tail = (1 - options.Level) / 2;
        return sorted.Length == 0
            ? new(estimate, null, null, options.Level, options.Resamples, options.Resamples)
            : new(
                estimate, Summary.Quantile(sorted, tail), Summary.Quantile(sorted, 1 - tail), options.Level, options.Resamples,
                options.Resamples - sorted.Length);
    }

    private static void Draw(int[] sample, Xoshiro256 random)
    {
        for (var i = 0; i < sample.Length; i++) sample[i] = random.Next(sample.Length);
    }

    private static int[] All(int units) => [.. Enumerable.Range(0, units)];

    private static void Check(int units, BootstrapOptions options)
    {
        if (units < 1)
            throw new OmniException(
                "OH5130", "a bootstrap interval needs at least one sequence", advice: "The split is empty or nothing in it is labelled.");
        if (options.Resamples < 1 || options.Level is not (> 0 and < 1))
            throw new UsageException(
                "OH5131", "a bootstrap needs at least one resample and a level between 0 and 1",
                advice: "Usual: 2000 resamples, level 0.95.");
    }
}
