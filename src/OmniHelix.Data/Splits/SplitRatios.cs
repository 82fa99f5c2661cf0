using System.Globalization;

namespace OmniHelix.Data.Splits;

/// <summary>Shares of the data that go to training, validation and test.</summary>
/// <param name="Train">Above 0.</param>
/// <param name="Valid">0 makes no validation split.</param>
/// <param name="Test">0 makes no test split.</param>
public sealed record SplitRatios(double Train, double Valid, double Test)
{
    private const double Tolerance = 1e-9;

    /// <summary>Names of the splits, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["train", "valid", "test"];

    /// <summary>The shares in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<double> Shares => [Train, Valid, Test];

    /// <summary>Refuses shares that are none or do not sum to 1.</summary>
    /// <exception cref="UsageException">OH1620.</exception>
    public SplitRatios Checked()
    {
        if (Shares.Any(s => !(s >= 0 && s <= 1)) || Train == 0)
            throw new UsageException("OH1620", $"the shares must lie between 0 and 1, that of training above 0, but they are {Text()}");
        return Math.Abs(Shares.Sum() - 1) <= Tolerance
            ? this
            : throw new UsageException(
                "OH1620", $"the shares of train, valid and test must sum to 1, but {Text()} sum to "
                    + Shares.Sum().ToString("0.######", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Whole numbers nearest to the shares of <paramref name="count"/>; what rounding leaves over goes to the largest remainders, of equal
    /// ones to test, then valid.
    /// </summary>
    public int[] CountsOf(int count)
    {
        var exact = Shares.Select(s => s * count).ToArray();
        int[] counts = [.. exact.Select(e => (int)Math.Floor(e + Tolerance))];
        foreach (
            var split in Enumerable.Range(0, counts.Length).Reverse().OrderByDescending(
                i => Math.Round(exact[i] - counts[i], 6)).Take(count - counts.Sum())) counts[split]++;
        return counts;
    }

    private string Text() => string.Join(", ", Shares.Select(s => s.ToString(CultureInfo.InvariantCulture)));
}
