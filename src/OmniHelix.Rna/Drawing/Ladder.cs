namespace OmniHelix.Rna.Drawing;

/// <summary>
/// Stacked pairs, bulges and interior loops: the next pair lies straight ahead of the closing one, unpaired bases bow out on their side.
/// </summary>
internal static class Ladder
{
    /// <summary>Places the members of a loop with one branch.</summary>
    /// <param name="loop">Its first and last member have their places.</param>
    /// <param name="points">Filled for the other members.</param>
    /// <param name="along">Unit vector from the first to the last member.</param>
    /// <param name="ahead">Unit vector along the helix.</param>
    public static void Place(Loop loop, LayoutPoint[] points, (double X, double Y) along, (double X, double Y) ahead)
    {
        var members = loop.Members;
        var branch = 1;
        while (!loop.IsPair(branch)) branch++;
        var (left, right) = (branch, members.Length - 1 - (branch + 1));
        var rise = Rise(left, right);
        Side(members, 0, left, (-along.X, -along.Y), ahead, rise, points);
        Side(members, members.Length - 1, -right, along, ahead, rise, points);
    }

    /// <summary>
    /// How far ahead the next pair lies: 1 for a stack; where the circle of both sides and both pairs has it, but never far beyond the
    /// reach of the shorter side.
    /// </summary>
    private static double Rise(int left, int right)
    {
        const double Stretch = 1.25, Bow = 0.95;
        var fewer = Math.Min(left, right);
        var diameter = (left + right + 2 * StructureLayout.PairWidth) / Math.PI;
        var round = Math.Sqrt(Math.Max(0, diameter * diameter - StructureLayout.PairWidth * StructureLayout.PairWidth));
        return Math.Clamp(round, 1, fewer <= 2 ? Stretch * fewer : Bow * fewer);
    }

    /// <summary>Steps of a side on the arc that ends <paramref name="rise"/> ahead; straight when the side is shorter than that.</summary>
    private static void Side(
        int[] members, int first, int steps, (double X, double Y) outward, (double X, double Y) ahead, double rise, LayoutPoint[] points)
    {
        var count = Math.Abs(steps);
        var turn = Circle.TurnOfArc(count, rise);
        var step = count <= rise ? rise / count : 1;
        // The chord of the whole arc points ahead; the first step leans outwards by half of the turning of all later ones.
        var lean = turn * (count - 1) / 2;
        var (x, y) = points[members[first]];
        for (var s = 1; s <= count; s++)
        {
            x += step * (Math.Cos(lean) * ahead.X + Math.Sin(lean) * outward.X);
            y += step * (Math.Cos(lean) * ahead.Y + Math.Sin(lean) * outward.Y);
            points[members[first + Math.Sign(steps) * s]] = new LayoutPoint(x, y);
            lean -= turn;
        }
    }
}
