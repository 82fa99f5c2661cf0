namespace OmniHelix.Cli.Progress;

/// <summary>A curve in one line of text, the newest value last; keeps bounded memory by halving its resolution when full.</summary>
/// <param name="width">Most characters.</param>
internal sealed class Sparkline(int width)
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    private readonly List<double> means = [];
    private int valuesPerCell = 1;
    private double sum;
    private int count;

    /// <summary>Adds a value; values that are no numbers are left out.</summary>
    public void Add(double value)
    {
        if (!double.IsFinite(value)) return;
        (sum, count) = (sum + value, count + 1);
        if (count < valuesPerCell) return;
        means.Add(sum / count);
        (sum, count) = (0, 0);
        if (means.Count < 2 * width) return;
        for (var i = 0; i < width; i++) means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
        means.RemoveRange(width, means.Count - width);
        valuesPerCell *= 2;
    }

    /// <summary>The curve, scaled to its own range; empty before the first value.</summary>
    public override string ToString()
    {
        if (means.Count == 0) return "";
        var (low, high) = (means.Min(), means.Max());
        var cells = Math.Min(width, means.Count);
        return string.Create(cells, (means, low, high), static (text, curve) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var value = curve.means[(int)((long)i * curve.means.Count / text.Length)];
                var level = curve.high > curve.low ? (value - curve.low) / (curve.high - curve.low) * (Levels.Length - 1) : 0;
                text[i] = Levels[(int)Math.Round(level)];
            }
        });
    }
}
