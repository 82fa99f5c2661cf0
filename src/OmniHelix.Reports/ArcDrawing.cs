using System.Globalization;
using OmniHelix.Rna;

namespace OmniHelix.Reports;

/// <summary>Two arc diagrams over one sequence.</summary>
internal static class ArcDrawing
{
    private const double Width = 1000;
    private const double Margin = 16;
    private const double MostHeight = 150;

    public static string Draw(StructureExample example)
    {
        var n = example.Sequence.Length;
        var step = Math.Min(16, (Width - 2 * Margin) / Math.Max(1, n));
        var left = (Width - step * n) / 2 + step / 2;
        var letters = step >= 7;
        var band = letters ? Math.Min(14, step * 1.25) : 5;
        var widest = Math.Max(Widest(example.Truth), Widest(example.Predicted)) * step;
        // Half circles, flattened together when the widest would be too tall.
        var flatten = widest / 2 > MostHeight ? MostHeight / (widest / 2) : 1;
        var above = Widest(example.Truth) * step / 2 * flatten + band / 2 + 8;
        var below = Widest(example.Predicted) * step / 2 * flatten + band / 2 + 22;

        var svg = new HtmlWriter();
        svg.Open("svg", ("class", "drawing arcs"), ("viewBox", SvgPath.Format($"0 {-above} {Width} {above + below}")), ("role", "img"),
            ("aria-label", $"Arc diagram of {example.Name}: truth above, prediction below"));
        Arcs(svg, example.Truth, example.Predicted, "missed", -1);
        Arcs(svg, example.Predicted, example.Truth, "wrong", 1);
        if (letters) Letters();
        else Line();
        var every = n <= 60 ? 10 : n <= 150 ? 20 : n <= 600 ? 50 : 100 * Math.Max(1, n / 1200);
        for (var i = every - 1; i < n; i += every) Tick(i);
        return svg.Close("svg").ToString();

        void Letters()
        {
            for (var i = 0; i < n; i++)
                svg.Element(
                    "text",
                    example.Sequence[i].ToString(),
                    ("x", SvgPath.Number(left + i * step)),
                    ("y", SvgPath.Number(band * 0.28)),
                    ("font-size", SvgPath.Number(band * 0.8)));
        }

        void Line()
        {
            var path = SvgPath.Format($"M{left} 0H{left + (n - 1) * step}");
            svg.Open("path", ("class", "backbone"), ("stroke-width", "2"), ("d", path)).Close("path");
        }

        void Tick(int i) => svg.Element(
            "text",
            (i + 1).ToString(CultureInfo.InvariantCulture),
            ("class", "tick"),
            ("x", SvgPath.Number(left + i * step)),
            ("y", SvgPath.Number(below - 4)),
            ("font-size", "11"));

        void Arcs(HtmlWriter to, SecondaryStructure drawn, SecondaryStructure other, string styleWhenAlone, int side)
        {
            foreach (var (i, j) in drawn.Pairs)
            {
                var from = left + i * step;
                var radius = (j - i) * step / 2;
                var y = side * band / 2;
                var style = other.Partners[i] == j ? "right" : styleWhenAlone;
                var arc = SvgPath.Format($"M{from} {y}A{radius} {radius * flatten} 0 0 {(side < 0 ? 1 : 0)} {left + j * step} {y}");
                var width = SvgPath.Number(Math.Clamp(step / 6, 0.9, 2));
                to.Open("path", ("class", $"pair {style}"), ("stroke-width", width), ("d", arc)).Close("path");
            }
        }
    }

    private static int Widest(SecondaryStructure structure)
    {
        var widest = 0;
        foreach (var (i, j) in structure.Pairs) widest = Math.Max(widest, j - i);
        return widest;
    }
}
