using OmniHelix.Rna;

namespace OmniHelix.Reports;

/// <summary>A drawing inside the page; it follows the page's colours and needs no JavaScript.</summary>
public sealed record SvgFigure : ReportBlock
{
    private readonly string svg;
    private readonly string? caption;
    private readonly (string Style, string Text)[] key;

    private SvgFigure(string svg, string? caption, (string, string)[] key)
    {
        this.svg = svg;
        this.caption = caption;
        this.key = key;
    }

    /// <summary>Arcs over the sequence: the truth above, the prediction below.</summary>
    /// <exception cref="OmniException">OH6503 when sequence and structures differ in length.</exception>
    public static SvgFigure Arcs(StructureExample example) => new(
        ArcDrawing.Draw(Checked(example)),
        "Truth above the sequence, prediction below.",
        [("right", "pairs in both"), ("missed", "only in the truth: missed"), ("wrong", "only predicted: wrong")]);

    /// <summary>The true and the predicted structure in the plane at one scale; missed and wrong pairs stand out.</summary>
    /// <param name="example">The structures.</param>
    /// <param name="truth">Caption of the true one.</param>
    /// <param name="prediction">Caption of the other.</param>
    /// <inheritdoc cref="Arcs" path="/exception"/>
    public static (SvgFigure Truth, SvgFigure Prediction) Plane(
        StructureExample example, string truth = "Truth", string prediction = "Prediction")
    {
        var (first, second) = PlaneDrawing.Draw(Checked(example));
        return (new(first, truth, []), new(second, prediction, []));
    }

    /// <summary>The matrix of pairs of a sequence: the truth above the diagonal, the prediction below.</summary>
    /// <exception cref="OmniException">OH6502: the matrices do not have the square of bases.</exception>
    public static SvgFigure Pairs(PairMap map)
    {
        const string where = "Truth above the diagonal, prediction below";
        if (map.IsOfContacts)
            return new(
                PairMapDrawing.Draw(map), $"{where}; faint: probabilities below 0.5.",
                [("right", "contacts in both"), ("missed", "only in the truth: missed"), ("wrong", "only predicted: wrong")]);
        var (least, most) = PairMapDrawing.Range(map);
        return new(
            PairMapDrawing.Draw(map), FormattableString.Invariant(
                $"{where}; the darker, the smaller: from {least:0.##} to {most:0.##}."), []);
    }

    /// <summary>One structure in the plane.</summary>
    /// <param name="name">Of the sequence.</param>
    /// <param name="sequence">Its letters.</param>
    /// <param name="structure">Of the same length.</param>
    /// <exception cref="OmniException">OH6503 when sequence and structure differ in length.</exception>
    public static SvgFigure Structure(string name, string sequence, SecondaryStructure structure) => sequence.Length == structure.Length
        ? new(PlaneDrawing.Draw(name, sequence, structure), null, [])
        : throw new OmniException(
            "OH6503", $"the sequence has {Plural.Count(sequence.Length, "base")}, its structure {structure.Length}", name);

    internal override void Render(HtmlWriter html)
    {
        html.Open("figure").Line().Open("div", ("class", "scroll")).Raw(svg).Close("div").Line();
        if (caption is not null) html.Element("figcaption", caption).Line();
        if (key.Length > 0)
        {
            html.Open("ul", ("class", "key"));
            foreach (var (style, text) in key) html.Open("li").Open("i", ("class", style)).Close("i").Text(text).Close("li");
            html.Close("ul").Line();
        }
        html.Close("figure").Line();
    }

    private static StructureExample Checked(StructureExample example)
    {
        var bases = example.Sequence.Length;
        var truth = example.Truth.Length;
        var prediction = example.Predicted.Length;
        return bases == truth && bases == prediction
            ? example
            : throw new OmniException(
                "OH6503",
                $"sequence, truth and prediction have {bases}, {truth} and {Plural.Count(prediction, "base")}",
                example.Name);
    }
}
