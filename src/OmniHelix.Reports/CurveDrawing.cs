namespace OmniHelix.Reports;

/// <summary>Lines over steps.</summary>
internal static class CurveDrawing
{
    private const double Width = 560, Height = 320, Left = 64, Right = 16, Top = 34, Bottom = 48;

    // Of a few points each is seen.
    private const int FewPoints = 40;

    private static readonly string[] Colours = ["#0f766e", "#c27803", "#4c6ef5", "#c2255c", "#5d6874"];

    public static string Draw(Curve curve)
    {
        var series = curve.Series.Select(s => Downsample.Means(s.Points, TrainingReport.MostPoints)).ToList();
        var across = new ValueAxis(series.SelectMany(s => s.Select(p => p.Step)), Left, Width - Right, leastStep: 1);
        var up = new ValueAxis(series.SelectMany(s => s.Select(p => p.Value)), Height - Bottom, Top);
        var svg = new HtmlWriter();
        svg.Open("svg", ("viewBox", SvgPath.Format($"0 0 {Width} {Height}"))).Line();
        foreach (var tick in up.Ticks)
        {
            svg.Open("path", ("class", "grid"), ("d", SvgPath.Format($"M{Left} {up.At(tick)}H{Width - Right}"))).Close("path");
            Text(ValueAxis.Text(tick), Left - 8, up.At(tick) + 4, "end", "axis").Line();
        }
        foreach (var tick in across.Ticks) Text(ValueAxis.Text(tick), across.At(tick), Height - Bottom + 18, "middle", "axis").Line();
        for (var i = 0; i < series.Count; i++) Line(series[i], Colours[i % Colours.Length]);
        if (series.Count > 1)
            for (var i = 0; i < series.Count; i++) Legend(i);
        else Text(curve.ValueTitle, Left, 20, "start", null);
        Text(curve.StepTitle, (Left + Width - Right) / 2, Height - 10, "middle", "axis");
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

        void Legend(int i)
        {
            var x = Left + i * 110;
            svg.Open(
                "path", ("stroke-width", "3"), ("stroke", Colours[i % Colours.Length]), ("d", SvgPath.Format($"M{x} {16.0}h18")))
                    .Close("path");
            Text(curve.Series[i].Name, x + 24, 20, "start", null).Line();
        }

        HtmlWriter Text(string text, double x, double y, string anchor, string? style) => svg.Element(
            "text", text, ("class", style), ("x", SvgPath.Number(x)), ("y", SvgPath.Number(y)), ("text-anchor", anchor),
            ("font-size", "12"));
    }
}
