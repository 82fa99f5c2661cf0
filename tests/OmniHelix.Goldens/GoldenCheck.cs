using System.Globalization;

namespace OmniHelix.Goldens;

/// <summary>One disagreement: which tensor or key, what came, what was expected.</summary>
internal sealed record GoldenFailure(string Key, string Got, string Expected, double Deviation = double.NaN, Tolerance? Tolerance = null)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var deviation = double.IsNaN(Deviation) ? "" : string.Create(CultureInfo.InvariantCulture, $", deviation {Deviation:g4}");
        var tolerance = Tolerance is { } t ? string.Create(CultureInfo.InvariantCulture, $", tolerance {t}") : "";
        return $"{Key}: got {Got}, expected {Expected}{deviation}{tolerance}";
    }
}

/// <summary>Collects what one case found. A case passes when it compared something and nothing disagreed.</summary>
internal sealed class GoldenCheck
{
    private readonly List<GoldenFailure> failures = [];

    /// <summary>Disagreements in the order they were found.</summary>
    public IReadOnlyList<GoldenFailure> Failures => failures;

    /// <summary>Values compared.</summary>
    public long Compared { get; private set; }

    /// <summary>The largest deviation as a share of its tolerance.</summary>
    public double LargestShare { get; private set; }

    /// <summary>The widest tolerance of all that was compared.</summary>
    public Tolerance Widest { get; private set; }

    /// <summary>Why the case, or a part of it, could not be compared.</summary>
    public string? SkipReason { get; private set; }

    /// <summary>Compares two numbers.</summary>
    public void Close(string key, double got, double expected, Tolerance tolerance)
    {
        Compared++;
        if (tolerance.Abs > Widest.Abs) Widest = tolerance;
        var share = tolerance.Share(got, expected);
        LargestShare = Math.Max(LargestShare, share);
        if (share > 1) failures.Add(new(key, Text(got), Text(expected), Math.Abs(got - expected), tolerance));
    }

    /// <summary>Compares element by element; one failure names the worst element and how many are outside.</summary>
    public void Close(string key, ReadOnlySpan<double> got, ReadOnlySpan<double> expected, Tolerance tolerance)
    {
        if (!Length(key, got.Length, expected.Length)) return;
        var worst = new Worst(tolerance);
        for (var i = 0; i < got.Length; i++) worst.Add(i, got[i], expected[i]);
        Take(key, worst, got.Length);
    }

    /// <inheritdoc cref="Close(string, ReadOnlySpan{double}, ReadOnlySpan{double}, Tolerance)"/>
    public void Close(string key, ReadOnlySpan<float> got, ReadOnlySpan<float> expected, Tolerance tolerance)
    {
        if (!Length(key, got.Length, expected.Length)) return;
        var worst = new Worst(tolerance);
        for (var i = 0; i < got.Length; i++) worst.Add(i, got[i], expected[i]);
        Take(key, worst, got.Length);
    }

    /// <summary>Compares texts, shapes, whole numbers: anything that has no tolerance.</summary>
    public void Equal<T>(string key, T got, T expected)
    {
        Compared++;
        if (!EqualityComparer<T>.Default.Equals(got, expected)) failures.Add(new(key, Shorten(got), Shorten(expected)));
    }

    /// <summary>Compares two sequences item by item, such as shapes.</summary>
    public void SameItems<T>(string key, IEnumerable<T> got, IEnumerable<T> expected) =>
        Equal(key, $"[{string.Join(", ", got)}]", $"[{string.Join(", ", expected)}]");

    /// <summary>Records a disagreement found by other means.</summary>
    public void Fail(string key, string got, string expected)
    {
        Compared++;
        failures.Add(new(key, got, expected));
    }

    /// <summary>Says that this case cannot be judged yet; it counts as skipped unless something already failed.</summary>
    public void Skip(string reason) => SkipReason ??= reason;

    private bool Length(string key, int got, int expected)
    {
        if (got == expected) return true;
        Fail(key, $"{got} values", $"{expected} values");
        return false;
    }

    private void Take(string key, Worst worst, int count)
    {
        Compared += count;
        if (worst.Tolerance.Abs > Widest.Abs) Widest = worst.Tolerance;
        LargestShare = Math.Max(LargestShare, worst.Share);
        if (worst.Share > 1)
            failures.Add(new(
                $"{key}[{worst.Index}] (worst of {worst.Outside} outside, {count} in all)",
                Text(worst.Got),
                Text(worst.Expected),
                Math.Abs(worst.Got - worst.Expected), worst.Tolerance));
    }

    private static string Text(double value) => value.ToString("r", CultureInfo.InvariantCulture);

    private static string Shorten<T>(T value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
        return text.Length <= 160 ? text : $"{text[..160]}… ({text.Length} characters)";
    }

    private struct Worst(Tolerance tolerance)
    {
        public Tolerance Tolerance { get; } = tolerance;
        public double Share { get; private set; }
        public double Got { get; private set; }
        public double Expected { get; private set; }
        public int Index { get; private set; }
        public int Outside { get; private set; }

        public void Add(int index, double got, double expected)
        {
            var share = Tolerance.Share(got, expected);
            if (share > 1) Outside++;
            if (share <= Share) return;
            Share = share;
            Index = index;
            Got = got;
            Expected = expected;
        }
    }
}
