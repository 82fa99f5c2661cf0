namespace OmniHelix.Goldens;

/// <summary>A value passes when <c>|got − expected| ≤ Abs + Rel·|expected|</c>.</summary>
internal readonly record struct Tolerance(double Abs, double Rel)
{
    /// <summary>Bit for bit (up to the sign of zero).</summary>
    public static Tolerance Exact { get; } = new(0, 0);

    /// <summary>
    /// The deviation as a share of what is allowed: up to 1 passes. Two nans agree, as do two infinities of one sign; any other
    /// non-finite pair deviates infinitely.
    /// </summary>
    public double Share(double got, double expected)
    {
        if (got == expected || (double.IsNaN(got) && double.IsNaN(expected))) return 0;
        if (!double.IsFinite(got) || !double.IsFinite(expected)) return double.PositiveInfinity;
        var allowed = Abs + Rel * Math.Abs(expected);
        return allowed > 0 ? Math.Abs(got - expected) / allowed : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Abs:g3} + {Rel:g3}·|expected|");
}
