using OmniHelix.Reports.Raster;

namespace OmniHelix.Reports;

/// <summary>
/// A square matrix of numbers from 0 as a picture: the larger, the darker; rows from the top. Matrices with more rows than
/// <see cref="MostPixels"/> are shown by the largest value of each block.
/// </summary>
/// <param name="Title">Above the picture.</param>
/// <param name="Values">Row after row.</param>
/// <param name="Names">Names of rows and columns, as many as there are rows.</param>
public sealed record MatrixImage(string Title, ReadOnlyMemory<float> Values, IReadOnlyList<string> Names) : ReportBlock
{
    /// <summary>Pixels of a side at most.</summary>
    public const int MostPixels = 512;

    private const int Side = 400, MostNamed = 60, MarksOfALine = 8, LongestName = 12;
    private const double Letter = 9, WidthOfLetter = 0.62 * Letter, Gap = 5;

    private static readonly (byte, byte, byte) Colour = (15, 140, 128);

    /// <summary>What the rows and the columns are.</summary>
    public (string Rows, string Columns) Axes { get; init; } = ("row", "column");

    internal override void Render(HtmlWriter html)
    {
        if ((long)Names.Count * Names.Count != Values.Length)
            throw new OmniException(
                "OH6502", $"a picture of {Plural.Count(Names.Count, "row")} needs their square of values; there are {Values.Length}");
        var image = Convert.ToBase64String(PaletteImage.Encode(Opacities(out var pixels), pixels, Colour));
        var marks = Marks().ToList();
        var start = marks.Max(mark => mark.Name.Length) * WidthOfLetter + 2 * Gap + 2 * Letter;
        var size = SvgPath.Number(start + Side + Gap);
        html.Open("figure").Element("figcaption", Title).Line();
        html.Open(
            "svg", ("viewBox", $"0 0 {size} {size}"), ("class", "map"), ("role", "img"),
            ("aria-label", $"{Title}: {Axes.Rows} against {Axes.Columns}")).Line();
        (string, string?)[] place =
            [("x", SvgPath.Number(start)), ("y", SvgPath.Number(start)), ("width", SvgPath.Number(Side)), ("height", SvgPath.Number(Side))];
        html.Open("image", [.. place, ("preserveAspectRatio", "none"), ("href", $"data:image/png;base64,{image}")]).Close("image");
        html.Open("rect", place).Close("rect").Line();
        foreach (var (at, name) in marks) Mark(html, name, start, start + (at + 0.5) * Side / Names.Count);
        Label(html, Axes.Columns, start + Side / 2.0, Letter, "middle");
        Label(html, Axes.Rows, Letter, start + Side / 2.0, "middle", -90);
        html.Close("svg").Close("figure").Line();
    }

    // Names of columns that are wider than their column stand upright.
    private void Mark(HtmlWriter html, string name, double start, double at)
    {
        Label(html, name, start - Gap, at + Letter / 3, "end");
        if (name.Length * WidthOfLetter <= (double)Side / Names.Count) Label(html, name, at, start - Gap, "middle");
        else Label(html, name, at + Letter / 3, start - Gap, "start", -90);
    }

    private static void Label(HtmlWriter html, string text, double x, double y, string anchor, int angle = 0) => html.Element(
        "text", text, ("x", SvgPath.Number(x)), ("y", SvgPath.Number(y)), ("text-anchor", anchor), ("font-size", SvgPath.Number(Letter)),
        ("transform", angle == 0 ? null : SvgPath.Format($"rotate({angle} {x} {y})"))).Line();

    // Few rows are all named; of many some, by their place from 0, since neighbours may have one name.
    private IEnumerable<(int At, string Name)> Marks()
    {
        if (Names.Count <= MostNamed) return Names.Select((name, at) => (at, Short(name)));
        var step = (Names.Count + MarksOfALine - 1) / MarksOfALine;
        return Enumerable.Range(0, (Names.Count + step - 1) / step).Select(k => (k * step, SvgPath.Number(k * step)));
    }

    private static string Short(string name) => name.Length > LongestName ? name[..(LongestName - 1)] + "…" : name;

    private byte[] Opacities(out int pixels)
    {
        var rows = Names.Count;
        pixels = Math.Min(rows, MostPixels);
        var largest = new float[pixels * pixels];
        var values = Values.Span;
        for (var i = 0; i < values.Length; i++)
        {
            ref var pixel = ref largest[(int)((long)(i / rows) * pixels / rows) * pixels + (int)((long)(i % rows) * pixels / rows)];
            if (values[i] > pixel) pixel = values[i];
        }
        var top = largest.Max();
        return [.. largest.Select(value => top == 0 ? (byte)0 : (byte)Math.Round(255 * Math.Sqrt(value / top)))];
    }
}
