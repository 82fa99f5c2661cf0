namespace OmniHelix.Rna.Drawing;

/// <summary>A base's place in a drawing; neighbours along the backbone are about 1 apart, y points down as in SVG.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
public readonly record struct LayoutPoint(double X, double Y);

/// <summary>
/// Places the bases of a structure in the plane: helices as ladders that stay straight through bulges and interior loops, hairpins and
/// junctions as circles, the 5' and 3' ends at the bottom. Where branches collide the backbone between them is stretched until they do not
/// (or the structure is too crowded). Pseudoknots do not shape the drawing: pairs that cross earlier ones are ignored here and can be drawn
/// as lines.
/// </summary>
public static class StructureLayout
{
    internal const double PairWidth = 1.6;
    private const double NarrowestExterior = 4.5;
    private const double Touching = 0.86;
    private const int Rounds = 60;
    private const double Growth = 1.18;

    /// <summary>Computes <c>[length]</c> points.</summary>
    public static LayoutPoint[] Compute(SecondaryStructure structure)
    {
        var loops = LoopTree.Build(structure);
        var points = new LayoutPoint[structure.Length];
        for (var round = 0; ; round++)
        {
            PlaceAll(loops, points);
            if (round == Rounds || !WidenCollidingLoops(loops, points)) return points;
        }
    }

    private static void PlaceAll(LoopTree tree, LayoutPoint[] points)
    {
        if (points.Length == 0) return;
        var pending = new Stack<Loop>();
        PlaceExterior(tree.Exterior, points);
        foreach (var child in tree.Exterior.Children) pending.Push(child);
        while (pending.TryPop(out var loop))
        {
            PlaceInside(loop, points);
            foreach (var child in loop.Children) pending.Push(child);
        }
    }

    /// <summary>The exterior loop lies on an arc that leaves a quarter of the circle open at the bottom.</summary>
    private static void PlaceExterior(Loop loop, LayoutPoint[] points)
    {
        const double Arc = 1.5 * Math.PI;
        var chords = loop.Chords(PairWidth);
        // Short tails spread out instead of curling up.
        var radius = Math.Max(NarrowestExterior, Circle.Radius(chords, Arc));
        // The middle of the arc points up; a single stem itself does.
        var half = chords.Sum(c => Circle.Angle(c, radius)) / 2;
        if (loop.Children.Count == 1)
        {
            var pair = 0;
            while (!loop.IsPair(pair)) pair++;
            half = chords[..pair].Sum(c => Circle.Angle(c, radius)) + Circle.Angle(PairWidth, radius) / 2;
        }
        var angle = Math.PI - half;
        for (var m = 0; m < loop.Members.Length; m++)
        {
            points[loop.Members[m]] = new LayoutPoint(-radius * Math.Sin(angle), radius * Math.Cos(angle));
            if (m < chords.Length) angle += Circle.Angle(chords[m], radius);
        }
    }

    /// <summary>
    /// The bases inside a closing pair that already has its place, on a circle beyond the pair; a stacked pair continues the ladder.
    /// </summary>
    private static void PlaceInside(Loop loop, LayoutPoint[] points)
    {
        var (a, b) = (points[loop.Members[0]], points[loop.Members[^1]]);
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var width = Math.Sqrt(dx * dx + dy * dy);
        // Unit vectors along the pair and away from what is already drawn: walking 5' to 3' keeps the inside to the left.
        var (ux, uy) = (dx / width, dy / width);
        var (vx, vy) = (uy, -ux);
        if (loop.Children.Count == 1)
        {
            Ladder.Place(loop, points, (ux, uy), (vx, vy));
            return;
        }
        var chords = loop.Chords(PairWidth);
        var radius = Circle.Radius([.. chords, width], 2 * Math.PI);
        var half = Circle.Angle(width, radius) / 2;
        // The centre is beyond the pair unless the pair spans more than half of the circle.
        var depth = radius * Math.Cos(half);
        var (cx, cy) = ((a.X + b.X) / 2 + vx * depth, (a.Y + b.Y) / 2 + vy * depth);
        var angle = half;
        for (var m = 1; m < loop.Members.Length - 1; m++)
        {
            angle += Circle.Angle(chords[m - 1], radius);
            var (along, away) = (-radius * Math.Sin(angle), -radius * Math.Cos(angle));
            points[loop.Members[m]] = new LayoutPoint(cx + ux * along + vx * away, cy + uy * along + vy * away);
        }
    }

    /// <summary>Widens, for every pair of touching bases, the loop where their branches part. False when nothing touches.</summary>
    private static bool WidenCollidingLoops(LoopTree tree, LayoutPoint[] points)
    {
        var widen = new HashSet<(Loop Loop, int From, int To)>();
        var cells = new Dictionary<(int, int), List<int>>();
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = ((int)Math.Floor(points[i].X), (int)Math.Floor(points[i].Y));
            for (var nx = x - 1; nx <= x + 1; nx++)
                for (var ny = y - 1; ny <= y + 1; ny++)
                {
                    if (!cells.TryGetValue((nx, ny), out var others)) continue;
                    foreach (var other in others)
                        if (i - other > 1 && Distance(points[i], points[other]) < Touching) widen.Add(tree.Parting(other, i));
                }
            if (!cells.TryGetValue((x, y), out var cell)) cells[(x, y)] = cell = [];
            cell.Add(i);
        }
        var widened = false;
        foreach (var (loop, from, to) in widen) widened |= loop.Widen(from, to, Growth);
        return widened;
    }

    private static double Distance(LayoutPoint a, LayoutPoint b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
