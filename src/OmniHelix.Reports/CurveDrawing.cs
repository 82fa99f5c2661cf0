namespace OmniHelix.Reports;

/// <summary>Lines over steps.</summary>
internal static class CurveDrawing
{
    private const double Width = 560, PlotHeight = 238, Left = 64, Right = 16, Bottom = 48;
    private const double LegendRow = 18, LegendLine = 24, WidthOfLetter = 7.4;
    private const int LongestName = 40;

    // Of a few points each is seen.
    private const int FewPoints = 40;

    private static readonly string[] Colours = ["#0f766e", "#c27803", "#4c6ef5", "#c2255c", "#5d6874"];

    public static string Draw(Curve curve)
    {
        var series = curve.Series.Select(s => Downsample.Means(s.Points, TrainingReport.MostPoints)).ToList();
        double[] ends = curve.IsOfShares ? [0, 1] : [];
        var legend = Legend(curve);
        var top = 16 + LegendRow * (legend.Count == 0 ? 1 : 1 + legend.Max(entry => entry.Row));
        var floor = top + PlotHeight;
        var across = new ValueAxis(
            ends.Concat(series.SelectMany(s => s.Select(p => p.Step))), Left, Width - Right, curve.IsOfShares ? 0 : 1);
        var up = new ValueAxis(ends.Concat(series.SelectMany(s => s.Select(p => p.Value))), floor, top);
        var svg = new HtmlWriter();
        svg.Open("svg", ("viewBox", SvgPath.Format($"0 0 {Width} {floor + Bottom}"))).Line();
        foreach (var tick in up.Ticks)
        {
            svg.Open("path", ("class", "grid"), ("d", SvgPath.Format($"M{Left} {up.At(tick)}H{Width - Right}"))).Close("path");
            Text(ValueAxis.Text(tick), Left - 8, up.At(tick) + 4, "end", "axis").Line();
        }
        foreach (var tick in across.Ticks) Text(ValueAxis.Text(tick), across.At(tick), floor + 18, "middle", "axis").Line();
        if (curve.HasDiagonal)
            svg.Open("path", ("class", "diagonal"), ("d", SvgPath.Format($"M{across.At(0)} {up.At(0)}L{across.At(1)} {up.At(1)}")))
                .Close("path").Line();
        for (var i = 0; i < series.Count; i++) Line(series[i], Colours[i % Colours.Length]);
        if (legend.Count == 0) Text(curve.ValueTitle, Left, 20, "start", null);
        else Text(curve.ValueTitle, 14, (top + floor) / 2, "middle", "axis", -90);
        for (var i = 0; i < legend.Count; i++) Entry(legend[i], Colours[i % Colours.Length]);
        Text(curve.StepTitle, (Left + Width - Right) / 2, floor + Bottom - 10, "middle", "axis");
        return svg.Close("svg").ToString();

        // A value that is no number makes a gap.
        void Line(IReadOnlyList<CurvePoint> points, string colour)
        {
            var path = new System.Text.StringBuilder();
            var isDown = false;
            foreach (var (step, value) in points)
            {
                if (double.IsFinite(value)) path.Append(SvgPath.Format($"{(isDown ? "L" : "M")}{across.At(step)} {up.At(value)}"));
                isDown = double.IsFinite(value);
            }
            svg.Open("path", ("class", "series"), ("stroke", colour), ("d", path.ToString())).Close("path").Line();
            if (points.Count > FewPoints) return;
            foreach (var (step, value) in points.Where(point => double.IsFinite(point.Value)))
                svg.Open(
                    "circle", ("fill", colour), ("cx", SvgPath.Number(across.At(step))), ("cy", SvgPath.Number(up.At(value))), ("r", "3"))
                    .Close("circle").Line();
        }

        void Entry((string Name, int Row, double X) entry, string colour)
        {
            var y = 16 + LegendRow * entry.Row;
            svg.Open("path", ("stroke-width", "3"), ("stroke", colour), ("d", SvgPath.Format($"M{entry.X} {y}h18"))).Close("path");
            Text(entry.Name, entry.X + LegendLine, y + 4, "start", null).Line();
        }

        HtmlWriter Text(string text, double x, double y, string anchor, string? style, int angle = 0) => svg.Element(
            "text", text, ("class", style), ("x", angle == 0 ? SvgPath.Number(x) : null), ("y", angle == 0 ? SvgPath.Number(y) : null),
            ("text-anchor", anchor), ("font-size", "12"),
            ("transform", angle == 0 ? null : SvgPath.Format($"translate({x} {y}) rotate({angle})")));
    }

    // Names of series beside each other, in as many rows as they need; a single one needs none, unless its name has numbers to tell.
    private static List<(string Name, int Row, double X)> Legend(Curve curve)
    {
        List<(string, int, double)> entries = [];
        if (curve.Series.Count < 2 && !curve.IsOfShares) return entries;
        var (row, x) = (0, Left);
        foreach (var series in curve.Series)
        {
            var name = series.Name.Length > LongestName ? series.Name[..(LongestName - 1)] + "…" : series.Name;
            var width = LegendLine + name.Length * WidthOfLetter + 16;
            if (x > Left && x + width > Width)
            {
                row++;
                x = Left;
            }
            entries.Add((name, row, x));
            x += width;
        }
        return entries;
    }
}
