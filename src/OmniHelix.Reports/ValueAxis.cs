using System.Globalization;

namespace OmniHelix.Reports;

/// <summary>An axis with round numbers, from a range of values to places in a drawing.</summary>
internal sealed class ValueAxis
{
    private readonly double low, high, from, to;

    /// <summary>An axis that holds all values.</summary>
    /// <param name="values">Those that are finite count.</param>
    /// <param name="from">Place of the least tick.</param>
    /// <param name="to">Place of the greatest tick.</param>
    /// <param name="leastStep">Between two ticks; 1 for whole numbers.</param>
    public ValueAxis(IEnumerable<double> values, double from, double to, double leastStep = 0)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (least, most) = (finite.Min(), finite.Max());
        if (most == least)
        {
            var around = least == 0 ? 1 : Math.Abs(least) / 10;
            least -= around;
            most += around;
        }
        var step = Math.Max(leastStep, Step((most - least) / 5));
        low = Math.Floor(least / step) * step;
        high = Math.Ceiling(most / step) * step;
        this.from = from;
        this.to = to;
        var count = (int)Math.Round((high - low) / step);
        Ticks = [.. Enumerable.Range(0, count + 1).Select(i => Math.Round(low + i * step, 12))];
    }

    /// <summary>Round numbers.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a value is.</summary>
    public double At(double value) => from + (value - low) / (high - low) * (to - from);

    /// <summary>A tick as text.</summary>
    public static string Text(double tick) => tick.ToString("#,0.############", CultureInfo.InvariantCulture);

    // 1, 2 or 5 times a power of ten.
    private static double Step(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var factor = raw / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }
}
