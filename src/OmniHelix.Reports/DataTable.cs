using System.Globalization;

namespace OmniHelix.Reports;

/// <summary>A column of a <see cref="DataTable"/>.</summary>
/// <param name="Heading">Its name with the unit.</param>
/// <param name="Format">.NET number format for numeric cells; columns with a format are aligned right.</param>
public sealed record TableColumn(string Heading, string? Format = null);

/// <summary>A table that the reader can sort by a click on a heading.</summary>
/// <param name="Columns">Left to right.</param>
/// <param name="Rows">Cells: text, numbers or null (shown as a dash); as many a row as there are columns.</param>
public sealed record DataTable(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows) : ReportBlock
{
    // Longer ones are scrolled within the page.
    private const int MostShown = 24;

    /// <summary>A sentence above the table.</summary>
    public string? Caption { get; init; }

    /// <summary>The row to emphasise, for instance the reader's own model; -1 for none.</summary>
    public int EmphasisedRow { get; init; } = -1;

    internal override void Render(HtmlWriter html)
    {
        html.Open("div", ("class", Rows.Count > MostShown ? "scroll tall" : "scroll"));
        html.Open("table", ("class", Rows.Count > 1 ? "data sortable" : "data")).Line();
        if (Caption is not null) html.Element("caption", Caption);
        html.Open("thead").Open("tr");
        foreach (var column in Columns)
            html.Element("th", column.Heading, ("scope", "col"), ("class", column.Format is null ? null : "number"));
        html.Close("tr").Close("thead").Line().Open("tbody").Line();
        for (var r = 0; r < Rows.Count; r++)
        {
            if (Rows[r].Count != Columns.Count)
                throw new OmniException(
                    "OH6501",
                    $"a table row has {Rows[r].Count} cells, the table {Plural.Count(Columns.Count, "column")}",
                    $"row {r + 1}");
            html.Open("tr", ("class", r == EmphasisedRow ? "own" : null));
            for (var c = 0; c < Columns.Count; c++) Cell(html, Rows[r][c], Columns[c].Format);
            html.Close("tr").Line();
        }
        html.Close("tbody").Close("table").Close("div").Line();
        if (Rows.Count > MostShown)
            html.Element("p", Plural.Count(Rows.Count, "row", format: "N0") + "; scroll within the table.", ("class", "rest")).Line();
    }

    private static void Cell(HtmlWriter html, object? value, string? format)
    {
        var style = format is null ? null : "number";
        switch (value)
        {
            case null or double.NaN or float.NaN:
                html.Element("td", "–", ("class", style));
                break;
            case string text:
                html.Element("td", text, ("class", style));
                break;
            case IFormattable number:
                // The exact value is what sorting goes by.
                var exact = number.ToString(null, CultureInfo.InvariantCulture);
                html.Element("td", number.ToString(format, CultureInfo.InvariantCulture), ("class", style), ("data-value", exact));
                break;
            default:
                throw new OmniException("OH6501", $"a table cell holds a {value.GetType().Name}, which is neither text nor a number");
        }
    }
}
