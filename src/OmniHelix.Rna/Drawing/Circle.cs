namespace OmniHelix.Rna.Drawing;

/// <summary>Chords of given lengths on one circle.</summary>
internal static class Circle
{
    /// <summary>The central angle over a chord.</summary>
    public static double Angle(double chord, double radius) => 2 * Math.Asin(Math.Min(1, chord / (2 * radius)));

    /// <summary>
    /// The radius at which the chords together span <paramref name="angle"/> radians, by bisection; 1 when there are none.
    /// </summary>
    public static double Radius(ReadOnlySpan<double> chords, double angle)
    {
        if (chords.IsEmpty) return 1;
        var (longest, sum) = (0.0, 0.0);
        foreach (var chord in chords) (longest, sum) = (Math.Max(longest, chord), sum + chord);
        // An arc is longer than its chord, at most by π/2, which bounds the radius.
        var (low, high) = (longest / 2, Math.Max(longest, sum * Math.PI / 2 / angle) + longest);
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            var spanned = 0.0;
            foreach (var chord in chords) spanned += Angle(chord, middle);
            (low, high) = spanned > angle ? (middle, high) : (low, middle);
        }
        return high;
    }

    /// <summary>
    /// The angle by which each of <paramref name="steps"/> unit chords turns against the last so that the ends are
    /// <paramref name="distance"/> apart; 0 when they cannot reach.
    /// </summary>
    public static double TurnOfArc(int steps, double distance)
    {
        if (steps <= distance) return 0;
        var (low, high) = (0.0, 2 * Math.PI / steps);
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Math.Sin(steps * middle / 2) / Math.Sin(middle / 2) > distance ? (middle, high) : (low, middle);
        }
        return low;
    }
}
