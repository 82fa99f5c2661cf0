using System.Globalization;
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

    private const int Side = 400, Margin = 34, MostNamed = 60, MarksOfALine = 8;

    private static readonly (byte, byte, byte) Colour = (15, 140, 128);

    /// <summary>What the rows and the columns are.</summary>
    public (string Rows, string Columns) Axes { get; init; } = ("row", "column");

    internal override void Render(HtmlWriter html)
    {
        if ((long)Names.Count * Names.Count != Values.Length)
            throw new OmniException(
                "OH6502", $"a picture of {Plural.Count(Names.Count, "row")} needs their square of values; there are {Values.Length}");
        var image = Convert.ToBase64String(PaletteImage.Encode(Opacities(out var pixels), pixels, Colour));
        var size = Text($"{Side + Margin + 4}");
        html.Open("figure").Element("figcaption", Title).Line();
        html.Open(
            "svg", ("viewBox", $"0 0 {size} {size}"), ("class", "matrix"), ("role", "img"), ("width", "100%"),
            ("style", "max-width: 520px; color: var(--muted)"), ("aria-label", $"{Title}: {Axes.Rows} against {Axes.Columns}")).Line();
        html.Open(
            "image", ("x", Text($"{Margin}")), ("y", Text($"{Margin}")), ("width", Text($"{Side}")), ("height", Text($"{Side}")),
            ("preserveAspectRatio", "none"), ("style", "image-rendering: pixelated"), ("href", $"data:image/png;base64,{image}"))
            .Close("image");
        html.Open(
            "rect", ("x", Text($"{Margin}")), ("y", Text($"{Margin}")), ("width", Text($"{Side}")), ("height", Text($"{Side}")),
            ("fill", "none"), ("stroke", "currentColor"), ("stroke-opacity", "0.4")).Close("rect").Line();
        foreach (var at in Marks()) Mark(html, at);
        Label(html, Axes.Columns, Margin + Side / 2.0, 10, null);
        Label(html, Axes.Rows, 10, Margin + Side / 2.0, Text($"rotate(-90 10 {Margin + Side / 2.0:0.#})"));
        html.Close("svg").Close("figure").Line();
    }

    private void Mark(HtmlWriter html, int at)
    {
        var place = Margin + (at + 0.5) * Side / Names.Count;
        Label(html, Names[at], place, Margin - 6, null);
        Label(html, Names[at], Margin - 10, place + 3, null);
    }

    private static void Label(HtmlWriter html, string text, double x, double y, string? transform) => html.Element(
        "text", text, ("x", Text($"{x:0.#}")), ("y", Text($"{y:0.#}")), ("text-anchor", "middle"), ("font-size", "9"),
        ("fill", "currentColor"), ("transform", transform)).Line();

    // Few rows are all named, of many some.
    private IEnumerable<int> Marks()
    {
        var step = Names.Count <= MostNamed ? 1 : (Names.Count + MarksOfALine - 1) / MarksOfALine;
        for (var at = 0; at < Names.Count; at += step) yield return at;
    }

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

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
