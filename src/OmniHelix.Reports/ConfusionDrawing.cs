using System.Globalization;

namespace OmniHelix.Reports;

/// <summary>A confusion matrix of many classes: cells as small as they must be, and names of columns turned upright where
/// they are wider than their cells.</summary>
internal static class ConfusionDrawing
{
    private const double Width = 1000, WidestCell = 110, TallestCell = 38, NarrowestWithText = 30, LargestLetter = 13, Gap = 1, Titles = 22;
    private const int LongestName = 18;

    public static string Draw(IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<long>> counts)
    {
        var names = labels.Select(Short).ToList();
        var letters = names.Max(name => name.Length);
        // Letters are as tall as the cells allow; a letter is about six tenths as wide as tall.
        var margin = Titles + letters * LargestLetter * 0.62 + 14;
        var across = (Width - margin) / labels.Count;
        var down = Math.Min(across, TallestCell);
        var size = Math.Min(LargestLetter, down * 0.92);
        margin = Titles + letters * size * 0.62 + 14;
        across = Math.Min(WidestCell, (Width - margin - size * 0.3) / labels.Count);
        var isUpright = letters * size * 0.62 > across;
        var top = Titles + (isUpright ? letters * size * 0.62 + 12 : size + 12);

        var svg = new HtmlWriter();
        var box = SvgPath.Format($"0 0 {margin + across * labels.Count + size * 0.3} {top + down * labels.Count + Gap}");
        svg.Open("svg", ("class", "matrix"), ("viewBox", box), ("role", "img"), ("aria-label", "Confusion matrix")).Line();
        Rectangle("ground", margin, top, across * labels.Count, down * labels.Count, null).Close("rect").Line();
        svg.Element(
            "text", "predicted class", ("class", "predicted"), ("font-size", SvgPath.Number(LargestLetter)),
            ("x", SvgPath.Number(margin + across * labels.Count / 2)), ("y", SvgPath.Number(LargestLetter)));
        svg.Element(
            "text", "true class", ("class", "predicted"), ("font-size", SvgPath.Number(LargestLetter)),
            ("transform", SvgPath.Format($"translate({LargestLetter} {top + down * labels.Count / 2}) rotate(-90)"))).Line();
        for (var k = 0; k < labels.Count; k++) Names(k);
        for (var row = 0; row < labels.Count; row++) Row(row);
        return svg.Close("svg").ToString();

        void Names(int k)
        {
            var x = margin + (k + 0.5) * across;
            if (isUpright)
                svg.Element(
                    "text", names[k], ("font-size", SvgPath.Number(size)),
                    ("transform", SvgPath.Format($"translate({x + size * 0.35} {top - 6}) rotate(-90)")));
            else
                svg.Element(
                    "text", names[k], ("class", "predicted"), ("font-size", SvgPath.Number(size)), ("x", SvgPath.Number(x)),
                    ("y", SvgPath.Number(top - 6)));
            svg.Element(
                "text", names[k], ("class", "true"), ("font-size", SvgPath.Number(size)),
                ("x", SvgPath.Number(margin - 8)), ("y", SvgPath.Number(top + (k + 0.5) * down + size * 0.35))).Line();
        }

        void Row(int row)
        {
            var sum = counts[row].Sum();
            for (var column = 0; column < labels.Count; column++)
                if (counts[row][column] is > 0 and var count) Cell(row, column, count, (double)count / sum);
            svg.Line();
        }

        void Cell(int row, int column, long count, double share)
        {
            var x = margin + column * across;
            var y = top + row * down;
            var percent = Text($"{100 * share:0}");
            Rectangle("cell", x, y, across, down, SvgPath.Number(Math.Max(share, 0.04)));
            svg.Element("title", Text($"true {labels[row]}, predicted {labels[column]}: {count:N0} ({percent} %)")).Close("rect");
            if (across < NarrowestWithText || percent == "0") return;
            svg.Element(
                "text", percent, ("class", share > 0.65 ? "share strong" : "share"), ("font-size", SvgPath.Number(size * 0.9)),
                ("x", SvgPath.Number(x + across / 2)), ("y", SvgPath.Number(y + down / 2 + size * 0.32)));
        }

        HtmlWriter Rectangle(string style, double x, double y, double width, double height, string? opacity) => svg.Open(
            "rect", ("class", style), ("x", SvgPath.Number(x)), ("y", SvgPath.Number(y)), ("width", SvgPath.Number(width - Gap)),
            ("height", SvgPath.Number(height - Gap)), ("fill-opacity", opacity));
    }

    private static string Short(string name) => name.Length > LongestName ? name[..(LongestName - 1)] + "…" : name;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
