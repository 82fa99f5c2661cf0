using System.Text;

namespace OmniHelix.Reports;

/// <summary>
/// A square of pairs of bases: the truth right of the diagonal, the prediction left of it. Of contacts the ones that are found, missed and
/// wrong stand out, and less probable ones are faint; numbers are the darker, the smaller.
/// </summary>
internal sealed class PairMapDrawing
{
    private const double Side = 480, Left = 44, Top = 44, Right = 10, Bottom = 10, Letter = 13, SmallestCell = 2.5;
    private const int Levels = 10, MostBlocks = 120, Marks = 6;
    private const float Likely = 0.5f, Faintest = 0.05f;

    private readonly PairMap map;
    private readonly HtmlWriter svg = new();

    // Of numbers, bases that share a cell.
    private readonly int block;
    private readonly int cells;
    private readonly double cell;

    private PairMapDrawing(PairMap map)
    {
        this.map = map.Checked();
        block = map.IsOfContacts ? 1 : (map.Bases + MostBlocks - 1) / MostBlocks;
        cells = (map.Bases + block - 1) / block;
        cell = Side * block / map.Bases;
    }

    /// <exception cref="OmniException">OH6502: the matrices do not have the square of bases.</exception>
    public static string Draw(PairMap map) => new PairMapDrawing(map).Draw();

    private string Draw()
    {
        var box = SvgPath.Format($"0 0 {Left + Side + Right} {Top + Side + Bottom}");
        svg.Open(
            "svg", ("class", "pairmap"), ("viewBox", box), ("role", "img"),
            ("aria-label", $"Pairs of {map.Name}: truth above the diagonal, prediction below")).Line();
        svg.Open(
            "rect", ("class", "ground"), ("x", SvgPath.Number(Left)), ("y", SvgPath.Number(Top)), ("width", SvgPath.Number(Side)),
            ("height", SvgPath.Number(Side))).Close("rect").Line();
        Cells("blank", null, (i, j) => float.IsNaN(Value(i, j)));
        if (map.IsOfContacts) Contacts();
        else Numbers();
        var end = (Left + Side, Top + Side);
        svg.Open("path", ("class", "diagonal"), ("d", SvgPath.Format($"M{Left} {Top}L{end.Item1} {end.Item2}"))).Close("path").Line();
        Axes();
        return svg.Close("svg").ToString();
    }

    private void Contacts()
    {
        for (var level = 1; level < Levels; level++)
        {
            var (from, to) = ((float)level / Levels - Faintest, (float)level / Levels + Faintest);
            Cells("shade", from + Faintest, (i, j) => i > j && Value(i, j) is var p && p >= from && p < to && p < Likely);
        }
        Cells("hit", null, (i, j) => i != j && map.TruthOf(i, j) == 1 && map.PredictedOf(i, j) >= Likely);
        Cells("miss", null, (i, j) => i < j && map.TruthOf(i, j) == 1 && map.PredictedOf(i, j) < Likely);
        Cells("error", null, (i, j) => i > j && map.TruthOf(i, j) == 0 && map.PredictedOf(i, j) >= Likely);
    }

    private void Numbers()
    {
        var (least, most) = Range(map);
        int Level(int i, int j)
        {
            var value = Value(i, j);
            return float.IsNaN(value)
                ? -1
                : (int)Math.Round(Levels * Math.Clamp((most - value) / Math.Max(most - least, float.Epsilon), 0, 1));
        }

        for (var level = 1; level <= Levels; level++)
        {
            var shown = level;
            Cells("shade", (double)level / Levels, (i, j) => Level(i, j) == shown);
        }
    }

    /// <summary>The smallest and the largest number that are drawn; those of the truth, since a prediction may be anything.</summary>
    public static (float Least, float Most) Range(PairMap map)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var i = 0; i < map.Bases; i++)
            for (var j = i + 1; j < map.Bases; j++)
            {
                if (float.IsNaN(map.TruthOf(i, j))) continue;
                least = Math.Min(least, map.TruthOf(i, j));
                most = Math.Max(most, map.TruthOf(i, j));
            }
        return least <= most ? (least, most) : (0, 0);
    }

    // The mean of the known numbers of a cell; truth and prediction know the same ones.
    private float Value(int row, int column)
    {
        var sum = 0.0;
        var count = 0;
        for (var i = row * block; i < Math.Min(map.Bases, (row + 1) * block); i++)
            for (var j = column * block; j < Math.Min(map.Bases, (column + 1) * block); j++)
            {
                if (i == j || float.IsNaN(map.TruthOf(i, j))) continue;
                sum += row <= column ? map.TruthOf(i, j) : map.PredictedOf(i, j);
                count++;
            }
        return count == 0 ? float.NaN : (float)(sum / count);
    }

    // Neighbours of a row are one rectangle.
    private void Cells(string style, double? opacity, Func<int, int, bool> isIn)
    {
        var path = new StringBuilder();
        for (var i = 0; i < cells; i++)
            for (var j = 0; j < cells; j++)
            {
                var start = j;
                while (j < cells && isIn(i, j)) j++;
                if (j > start) path.Append(Rectangle(i, start, j - start));
            }
        if (path.Length == 0) return;
        svg.Open("path", ("class", style), ("fill-opacity", opacity is { } share ? SvgPath.Number(share) : null), ("d", path.ToString()))
            .Close("path").Line();
    }

    // Few pairs of a long sequence would be too small to be seen.
    private string Rectangle(int row, int column, int count)
    {
        var extra = map.IsOfContacts ? Math.Max(0, SmallestCell - cell) / 2 : 0;
        var (x, y) = (Left + column * cell - extra, Top + row * cell - extra);
        var (width, height) = (Math.Min(count * cell + 2 * extra, Left + Side - x), Math.Min(cell + 2 * extra, Top + Side - y));
        return SvgPath.Format($"M{x} {y}h{width}v{height}h{-width}z");
    }

    // Positions count from 0, as in labels and predictions.
    private void Axes()
    {
        var step = Step();
        for (var position = 0; position < map.Bases; position += step)
        {
            var at = (position + 0.5) * Side / map.Bases;
            var text = SvgPath.Number(position);
            Text(text, Left - 5, Top + at + Letter / 3, "end");
            Text(text, Left + at, Top - 6, "middle");
        }
        svg.Line();
        Text("position, from 0", Left + Side / 2, Letter, "middle");
    }

    private int Step()
    {
        foreach (var step in new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500 })
            if (map.Bases <= step * Marks) return step;
        return 1000 * (1 + map.Bases / (1000 * Marks));
    }

    private void Text(string text, double x, double y, string anchor) => svg.Element(
        "text", text, ("class", anchor), ("font-size", SvgPath.Number(Letter)), ("x", SvgPath.Number(x)), ("y", SvgPath.Number(y)));
}
