namespace OmniHelix.Reports;

/// <summary>Standing bars over the values.</summary>
internal static class HistogramDrawing
{
    private const double Width = 560, PlotHeight = 260, Left = 76, Right = 16, Top = 40, Bottom = 48, Gap = 2;

    public static string Draw(Histogram histogram)
    {
        const double Floor = Top + PlotHeight;
        var end = histogram.Start + histogram.BinWidth * histogram.Counts.Count;
        var across = new ValueAxis([histogram.Start, end], Left, Width - Right);
        var up = new ValueAxis(histogram.Counts.Select(count => (double)count).Prepend(0), Floor, Top, leastStep: 1);
        var svg = new HtmlWriter();
        svg.Open("svg", ("viewBox", SvgPath.Format($"0 0 {Width} {Floor + Bottom}"))).Line();
        foreach (var tick in up.Ticks)
        {
            svg.Open("path", ("class", "grid"), ("d", SvgPath.Format($"M{Left} {up.At(tick)}H{Width - Right}"))).Close("path");
            Text(ValueAxis.Text(tick), Left - 8, up.At(tick) + 4, "end", "axis").Line();
        }
        foreach (var tick in across.Ticks) Text(ValueAxis.Text(tick), across.At(tick), Floor + 18, "middle", "axis").Line();
        for (var bin = 0; bin < histogram.Counts.Count; bin++)
        {
            var left = across.At(histogram.Start + bin * histogram.BinWidth);
            var right = across.At(histogram.Start + (bin + 1) * histogram.BinWidth);
            var top = up.At(histogram.Counts[bin]);
            svg.Open(
                "rect", ("class", "own"), ("x", SvgPath.Number(left)), ("y", SvgPath.Number(top)),
                ("width", SvgPath.Number(Math.Max(1, right - left - Gap))), ("height", SvgPath.Number(Floor - top))).Close("rect").Line();
        }
        Text(histogram.Title, (Left + Width - Right) / 2, Top - 20, "middle", null).Line();
        Text(histogram.ValueTitle, (Left + Width - Right) / 2, Floor + Bottom - 10, "middle", "axis");
        return svg.Close("svg").ToString();

        HtmlWriter Text(string text, double x, double y, string anchor, string? style) => svg.Element(
            "text", text, ("class", style), ("x", SvgPath.Number(x)), ("y", SvgPath.Number(y)), ("text-anchor", anchor),
            ("font-size", "12"));
    }
}
