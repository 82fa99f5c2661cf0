using MathNet.Numerics;

namespace OmniHelix.Metrics;

/// <summary>
/// Kendall's rank correlation in O(n log n) (Knight 1966). The p-value is exact without ties for short vectors, else from the normal
/// approximation with tie correction (Kendall 1970).
/// </summary>
public static class KendallTau
{
    private const int ExactUpTo = 33;

    /// <summary>Tau-b, corrected for ties.</summary>
    public static CorrelationResult B(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Compute(x, y, variantC: false);

    /// <summary>Tau-c (Stuart), for tables that are not square.</summary>
    public static CorrelationResult C(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Compute(x, y, variantC: true);

    private static CorrelationResult Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y, bool variantC)
    {
        Regression.Check(x, y);
        if (Correlation.Missing(x, y) is { } reason) return CorrelationResult.Undefined(reason);
        int n = x.Length;
        double[] first = Ranks.Average(x), second = Ranks.Average(y);
        var order = new int[n];
        for (var i = 0; i < n; i++) order[i] = i;
        Array.Sort(order, (a, b) => first[a] != first[b] ? first[a].CompareTo(first[b]) : second[a].CompareTo(second[b]));
        var byX = new double[n];
        for (var i = 0; i < n; i++) byX[i] = second[order[i]];

        long jointTies = 0, run = 1;
        for (var i = 1; i <= n; i++)
        {
            if (i < n && first[order[i]] == first[order[i - 1]] && byX[i] == byX[i - 1])
            {
                run++;
                continue;
            }
            jointTies += run * (run - 1) / 2;
            run = 1;
        }
        var discordant = Inversions(byX);
        var tiesX = Ties.Of(first);
        var tiesY = Ties.Of(byX);
        var pairs = (long)n * (n - 1) / 2;
        double surplus = pairs - tiesX.Pairs - tiesY.Pairs + jointTies - 2 * discordant;
        double classes = Math.Min(tiesX.Distinct, tiesY.Distinct);
        var tau = variantC
            ? 2 * surplus / ((double)n * n * (classes - 1) / classes)
            : surplus / Math.Sqrt(pairs - tiesX.Pairs) / Math.Sqrt(pairs - tiesY.Pairs);
        var fewest = Math.Min(discordant, pairs - discordant);
        var exact = tiesX.Pairs == 0 && tiesY.Pairs == 0 && (n <= ExactUpTo || fewest <= 1);
        return new(new(Math.Clamp(tau, -1, 1)), new(exact ? ExactPValue(n, fewest) : NormalPValue(n, surplus, tiesX, tiesY)));
    }

    private readonly record struct Ties(long Pairs, double Triples, double Spread, int Distinct)
    {
        /// <summary>Sums over groups of equal values; <paramref name="ranks"/> is sorted in place.</summary>
        public static Ties Of(double[] ranks)
        {
            Array.Sort(ranks);
            long pairs = 0, run = 1;
            double triples = 0, spread = 0;
            var distinct = 0;
            for (var i = 1; i <= ranks.Length; i++)
            {
                if (i < ranks.Length && ranks[i] == ranks[i - 1])
                {
                    run++;
                    continue;
                }
                distinct++;
                pairs += run * (run - 1) / 2;
                triples += (double)run * (run - 1) * (run - 2);
                spread += (double)run * (run - 1) * (2 * run + 5);
                run = 1;
            }
            return new(pairs, triples, spread, distinct);
        }
    }

    /// <summary>Pairs i &lt; j with a[i] &gt; a[j], by merge sort.</summary>
    private static long Inversions(double[] values)
    {
        double[] from = [.. values], to = new double[values.Length];
        long inversions = 0;
        for (var width = 1; width < from.Length; width *= 2)
        {
            for (var start = 0; start < from.Length; start += 2 * width)
            {
                int middle = Math.Min(start + width, from.Length), end = Math.Min(start + 2 * width, from.Length);
                int left = start, right = middle;
                for (var k = start; k < end; k++)
                {
                    if (left < middle && (right >= end || from[left] <= from[right]))
                    {
                        to[k] = from[left++];
                    }
                    else
                    {
                        inversions += middle - left;
                        to[k] = from[right++];
                    }
                }
            }
            (from, to) = (to, from);
        }
        return inversions;
    }

    /// <summary>Share of permutations at least as extreme, from the counts of permutations by inversions (Kendall 1970).</summary>
    private static double ExactPValue(int n, long fewest)
    {
        if (n == 2) return 1;
        if (fewest == 0) return n < 171 ? 2 / SpecialFunctions.Factorial(n) : 0;
        if (fewest == 1) return n < 172 ? 2 / SpecialFunctions.Factorial(n - 1) : 0;
        if (4 * fewest == (long)n * (n - 1)) return 1;
        var counts = new double[fewest + 1];
        counts[0] = counts[1] = 1;
        for (var j = 3; j <= n; j++)
        {
            for (var i = 1; i < counts.Length; i++) counts[i] += counts[i - 1];
            for (var i = counts.Length - 1; i >= j; i--) counts[i] -= counts[i - j];
        }
        return Math.Clamp(2 * counts.Sum() / SpecialFunctions.Factorial(n), 0, 1);
    }

    private static double NormalPValue(int n, double surplus, Ties x, Ties y)
    {
        var m = n * (n - 1.0);
        var variance = (m * (2.0 * n + 5) - x.Spread - y.Spread) / 18 + 2.0 * x.Pairs * y.Pairs / m;
        if (n > 2) variance += x.Triples * y.Triples / (9 * m * (n - 2));
        return SpecialFunctions.Erfc(Math.Abs(surplus) / Math.Sqrt(variance) / Math.Sqrt(2));
    }
}
