using OmniHelix.Rna;
using OmniHelix.Rna.Drawing;

namespace OmniHelix.Reports;

/// <summary>
/// Structures in the plane: truth and prediction in frames of the same size, so that a base has the same size in both, or one alone.
/// </summary>
internal static class PlaneDrawing
{
    private const double Scale = 20;
    private const double Margin = 26;
    private const double Narrowest = 440;

    public static (string Truth, string Prediction) Draw(StructureExample example)
    {
        var (truth, predicted) = (StructureLayout.Compute(example.Truth), StructureLayout.Compute(example.Predicted));
        var width = Math.Max(Extent(truth, p => p.X), Extent(predicted, p => p.X));
        var height = Math.Max(Extent(truth, p => p.Y), Extent(predicted, p => p.Y));
        var frame = (Math.Max(Narrowest, width), height);
        return (Draw(example.Sequence, example.Truth, truth, example.Predicted, frame, "missed", $"True structure of {example.Name}"),
            Draw(example.Sequence, example.Predicted, predicted, example.Truth, frame, "wrong", $"Predicted structure of {example.Name}"));
    }

    /// <summary>One structure.</summary>
    /// <param name="name">For readers who do not see it.</param>
    /// <param name="sequence">As long as the structure.</param>
    /// <param name="structure">What is drawn.</param>
    public static string Draw(string name, string sequence, SecondaryStructure structure)
    {
        var points = StructureLayout.Compute(structure);
        var frame = (Math.Max(Narrowest, Extent(points, p => p.X)), Extent(points, p => p.Y));
        return Draw(sequence, structure, points, structure, frame, "right", $"Structure of {name}");
    }

    private static double Extent(LayoutPoint[] points, Func<LayoutPoint, double> coordinate) =>
        points.Length == 0 ? 2 * Margin : (points.Max(coordinate) - points.Min(coordinate)) * Scale + 2 * Margin;

    private static string Draw(
        string sequence,
        SecondaryStructure drawn,
        LayoutPoint[] points,
        SecondaryStructure other,
        (double Width, double Height) frame,
        string styleWhenAlone,
        string label)
    {
        var (left, top) = points.Length == 0 ? (0.0, 0.0) : (points.Min(p => p.X), points.Min(p => p.Y));
        // Centred across, standing on the bottom of the frame, where the ends are.
        var (across, down) = ((frame.Width - Extent(points, p => p.X)) / 2, frame.Height - Extent(points, p => p.Y));
        var at = points.Select(p => (X: (p.X - left) * Scale + Margin + across, Y: (p.Y - top) * Scale + Margin + down)).ToArray();

        var svg = new HtmlWriter();
        var box = SvgPath.Format($"0 0 {frame.Width} {frame.Height}");
        svg.Open("svg", ("class", "drawing"), ("viewBox", box), ("role", "img"), ("aria-label", label));
        if (points.Length > 0)
        {
            Path("backbone", "2", "M" + string.Join('L', at.Select(p => SvgPath.Format($"{p.X} {p.Y}"))));
            foreach (var (i, j) in drawn.Pairs) Path($"pair {Style(i)}", "3", SvgPath.Format($"M{at[i].X} {at[i].Y}L{at[j].X} {at[j].Y}"));
            for (var i = 0; i < at.Length; i++) Base(i);
            End(0, 1, "5′");
            if (at.Length > 1) End(at.Length - 1, at.Length - 2, "3′");
        }
        return svg.Close("svg").ToString();

        void Path(string style, string width, string path) =>
            svg.Open("path", ("class", style), ("stroke-width", width), ("d", path)).Close("path");

        void Base(int i)
        {
            var x = SvgPath.Number(at[i].X);
            var style = drawn.Partners[i] < 0 ? "base" : $"base {Style(i)}";
            svg.Open("circle", ("class", style), ("cx", x), ("cy", SvgPath.Number(at[i].Y)), ("r", "7.6")).Close("circle");
            svg.Element("text", sequence[i].ToString(), ("x", x), ("y", SvgPath.Number(at[i].Y + 3.6)), ("font-size", "10"));
        }

        string Style(int i) => other.Partners[i] == drawn.Partners[i] ? "right" : styleWhenAlone;

        // Beyond the end base, away from its neighbour.
        void End(int end, int neighbour, string text)
        {
            var (dx, dy) = neighbour < at.Length ? (at[end].X - at[neighbour].X, at[end].Y - at[neighbour].Y) : (0, Scale);
            var length = Math.Max(1e-9, Math.Sqrt(dx * dx + dy * dy));
            svg.Element(
                "text",
                text,
                ("class", "end"),
                ("x", SvgPath.Number(at[end].X + dx / length * 17)),
                ("y", SvgPath.Number(at[end].Y + dy / length * 17 + 4)),
                ("font-size", "12"));
        }
    }
}
