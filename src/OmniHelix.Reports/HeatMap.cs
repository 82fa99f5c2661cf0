using System.Globalization;

namespace OmniHelix.Reports;

/// <summary>A confusion matrix: rows are the true classes, columns the predicted ones; colour is the share of the row.</summary>
/// <param name="Labels">Class names.</param>
/// <param name="Counts"><c>[true][predicted]</c>.</param>
public sealed record HeatMap(IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts) : ReportBlock
{
    // More would not fit as cells with two numbers.
    private const int MostInTable = 6;

    /// <summary>A sentence above the matrix.</summary>
    public string? Caption { get; init; }

    /// <summary>True when the matrix wants the width of the page for itself.</summary>
    internal bool IsWide => Labels.Count > MostInTable;

    /// <summary>The matrix as a drawing, of as many classes as there are.</summary>
    /// <exception cref="OmniException">OH6502: as many rows and counts as classes are needed.</exception>
    internal string Drawing()
    {
        Check();
        return ConfusionDrawing.Draw(Labels, Counts);
    }

    internal override void Render(HtmlWriter html)
    {
        Check();
        if (IsWide)
        {
            html.Open("figure", ("class", "scroll")).Line();
            html.Element("figcaption", $"{Caption} Rows are the true classes, columns the predicted ones.".Trim()).Line();
            html.Raw(Drawing()).Line().Close("figure").Line();
            return;
        }
        html.Open("div", ("class", "scroll")).Open("table", ("class", "heat")).Line();
        if (Caption is not null) html.Element("caption", Caption);
        html.Open("thead").Open("tr").Element("th", "true ↓  predicted →", ("scope", "col"));
        foreach (var label in Labels) html.Element("th", label, ("scope", "col"), ("class", Symbol(label)));
        html.Close("tr").Close("thead").Line().Open("tbody").Line();
        for (var r = 0; r < Labels.Count; r++)
        {
            var sum = Counts[r].Sum();
            html.Open("tr").Element("th", Labels[r], ("scope", "row"), ("class", Symbol(Labels[r])));
            foreach (var count in Counts[r])
            {
                var share = sum == 0 ? 0 : (double)count / sum;
                var style = string.Create(CultureInfo.InvariantCulture, $"--share:{share:0.###}");
                html.Open("td", ("style", style), ("class", share > 0.65 ? "strong" : null));
                html.Text(share.ToString("0.0%", CultureInfo.InvariantCulture).Replace("%", " %", StringComparison.Ordinal));
                html.Element("small", count.ToString("N0", CultureInfo.InvariantCulture)).Close("td");
            }
            html.Close("tr").Line();
        }
        html.Close("tbody").Close("table").Close("div").Line();
    }

    private void Check()
    {
        if (Counts.Count != Labels.Count || Counts.Any(row => row.Count != Labels.Count))
            throw new OmniException(
                "OH6502",
                $"a confusion matrix of {Labels.Count} classes needs {Labels.Count} rows of {Labels.Count} counts");
    }

    private static string? Symbol(string label) => label.Length == 1 ? "symbol" : null;
}
