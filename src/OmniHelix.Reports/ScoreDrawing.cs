using System.Globalization;

namespace OmniHelix.Reports;

/// <summary>Scores as points with their intervals, the best at the top.</summary>
internal static class ScoreDrawing
{
    private const double Width = 720, Row = 30, Names = 260, Right = 24, Top = 12, Bottom = 44;

    public static string Draw(ScoreSummary score)
    {
        var rows = (score.HigherIsBetter ? score.Rows.OrderByDescending(r => r.Value) : score.Rows.OrderBy(r => r.Value)).ToList();
        var axis = new ValueAxis(rows.SelectMany(r => new[] { r.Value, r.Low, r.High }), Names, Width - Right);
        var floor = Top + rows.Count * Row;
        var svg = new HtmlWriter();
        svg.Open("svg", ("viewBox", SvgPath.Format($"0 0 {Width} {floor + Bottom}"))).Line();
        foreach (var tick in axis.Ticks)
        {
            var x = axis.At(tick);
            svg.Open("path", ("class", "grid"), ("d", SvgPath.Format($"M{x} {Top}V{floor}"))).Close("path");
            Text(ValueAxis.Text(tick), x, floor + 17, "middle", "axis").Line();
        }
        for (var i = 0; i < rows.Count; i++) Predictor(rows[i], Top + (i + 0.5) * Row);
        Text(score.Metric, (Names + Width - Right) / 2, floor + 38, "middle", "axis");
        return svg.Close("svg").ToString();

        void Predictor(ScoreRow row, double y)
        {
            var style = row.IsModel ? "own" : "other";
            Text(row.Name, Names - 12, y + 4, "end", null);
            if (double.IsFinite(row.Low) && double.IsFinite(row.High))
                svg.Open(
                    "path", ("class", style), ("stroke-width", "3"), ("stroke-opacity", "0.45"),
                    ("d", SvgPath.Format($"M{axis.At(row.Low)} {y}H{axis.At(row.High)}"))).Close("path");
            svg.Open("circle", ("class", style), ("cx", SvgPath.Number(axis.At(row.Value))), ("cy", SvgPath.Number(y)), ("r", "4"))
                .Close("circle");
            Text(row.Value.ToString("0.000", CultureInfo.InvariantCulture), axis.At(row.Value), y - 8, "middle", null).Line();
        }

        HtmlWriter Text(string text, double x, double y, string anchor, string? style) => svg.Element(
            "text", text, ("class", style), ("x", SvgPath.Number(x)), ("y", SvgPath.Number(y)), ("text-anchor", anchor),
            ("font-size", "12"));
    }
}
