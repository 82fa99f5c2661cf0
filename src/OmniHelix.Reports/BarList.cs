using System.Globalization;

namespace OmniHelix.Reports;

/// <summary>A bar of a <see cref="BarList"/>.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its length, from 0.</param>
/// <param name="Text">Shown at its end.</param>
public sealed record Bar(string Label, double Value, string Text);

/// <summary>Lying bars under each other, drawn at one scale; needs no JavaScript.</summary>
/// <param name="Title">A short heading.</param>
/// <param name="Bars">Top to bottom.</param>
public sealed record BarList(string Title, IReadOnlyList<Bar> Bars) : ReportBlock
{
    private const int Width = 480, Row = 22, TextWidth = 120, LongestLabel = 18, Gap = 10;
    private const double WidthOfLetter = 7.8, WidthOfCapital = 9.6;

    internal override void Render(HtmlWriter html)
    {
        html.Open("figure", ("class", "chart")).Line().Element("p", Title, ("class", "title")).Line();
        var box = string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {Math.Max(1, Bars.Count) * Row}");
        html.Open("svg", ("class", "bars"), ("viewBox", box), ("role", "img"), ("aria-label", Title)).Line();
        var most = Bars.Select(b => b.Value).Where(double.IsFinite).DefaultIfEmpty().Max();
        var left = Bars.Select(b => WidthOf(Short(b.Label))).DefaultIfEmpty().Max() + Gap;
        for (var i = 0; i < Bars.Count; i++)
        {
            var value = Bars[i].Value;
            var length = most > 0 && value > 0 ? Math.Max(1.5, value / most * (Width - left - TextWidth)) : 0;
            Draw(html, Bars[i], left, length, i * Row);
        }
        html.Close("svg").Line().Close("figure").Line();
    }

    private static void Draw(HtmlWriter html, Bar bar, double left, double length, int top)
    {
        var baseline = SvgPath.Number(top + 15);
        html.Open("text", ("class", "label"), ("x", SvgPath.Number(left - Gap)), ("y", baseline));
        html.Text(Short(bar.Label)).Element("title", bar.Label).Close("text");
        html.Open(
            "rect",
            ("x", SvgPath.Number(left)),
            ("y", SvgPath.Number(top + 4)),
            ("width", SvgPath.Number(length)),
            ("height", SvgPath.Number(Row - 8)),
            ("rx", "2")).Close("rect");
        html.Element("text", bar.Text, ("x", SvgPath.Number(left + length + 8)), ("y", baseline)).Line();
    }

    private static double WidthOf(string label) => label.Sum(letter => char.IsUpper(letter) ? WidthOfCapital : WidthOfLetter);

    private static string Short(string label) => label.Length > LongestLabel ? label[..(LongestLabel - 1)] + "…" : label;
}
