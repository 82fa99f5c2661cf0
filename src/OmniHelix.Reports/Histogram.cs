namespace OmniHelix.Reports;

/// <summary>How many values fall into each of some bins of equal width; the last bin has its end in it.</summary>
/// <param name="Title">Over the drawing.</param>
/// <param name="ValueTitle">What the values are.</param>
/// <param name="Start">Where the first bin begins.</param>
/// <param name="BinWidth">Width of a bin.</param>
/// <param name="Counts">By bin.</param>
public sealed record Histogram(string Title, string ValueTitle, double Start, double BinWidth, IReadOnlyList<long> Counts)
{
    /// <summary>The bins between the least and the greatest value.</summary>
    /// <param name="title">Over the drawing.</param>
    /// <param name="valueTitle">What the values are.</param>
    /// <param name="values">Finite numbers.</param>
    /// <param name="bins">How many bins.</param>
    public static Histogram Of(string title, string valueTitle, IReadOnlyCollection<double> values, int bins)
    {
        var least = values.DefaultIfEmpty().Min();
        var most = values.DefaultIfEmpty().Max();
        // Of one value only the bin around it is as wide as 1.
        if (most == least)
        {
            least -= 0.5;
            most += 0.5;
        }
        var width = (most - least) / bins;
        var counts = new long[bins];
        foreach (var value in values) counts[Math.Min(bins - 1, (int)((value - least) / width))]++;
        return new Histogram(title, valueTitle, least, width, counts);
    }
}
