using System.Text.Json.Nodes;

namespace OmniHelix.Reports;

/// <summary>
/// A table of more rows than anybody scrolls through, which the reader searches, sorts by a click on a heading, and leafs through. Without
/// JavaScript its first page stands there.
/// </summary>
/// <param name="Columns">Left to right; columns with a format hold numbers.</param>
/// <param name="Rows">Cells: text, numbers or null (shown as a dash); as many a row as there are columns.</param>
public sealed record SearchTable(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows) : ReportBlock
{
    private const int RowsOfAPage = 20;

    internal override void Render(HtmlWriter html)
    {
        if (Rows.Count <= RowsOfAPage)
        {
            new DataTable(Columns, Rows).Render(html);
            return;
        }
        html.Open("div", ("class", "searchable")).Line();
        new DataTable(Columns, [.. Rows.Take(RowsOfAPage)]).Render(html);
        var data = new JsonObject
        {
            ["digits"] = new JsonArray([.. Columns.Select(column => Digits(column.Format))]),
            ["page"] = RowsOfAPage,
            ["rows"] = new JsonArray([.. Rows.Select(row => new JsonArray([.. row.Select(Cell)]))]),
        };
        html.Open("script", ("type", "application/json")).Raw(data.ToJsonString()).Close("script").Line();
        html.Close("div").Line();
    }

    // Digits behind the point of a format such as 0.000 and N0; a column of texts has none.
    private static JsonNode? Digits(string? format) =>
        format is null ? null : format.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? format.Length - point - 1 : 0;

    private static JsonNode? Cell(object? value) => value switch
    {
        null or double.NaN => null,
        string text => text,
        int number => number,
        long number => number,
        double number => number,
        _ => throw new OmniException("OH6501", $"a table cell holds a {value.GetType().Name}, which is neither text nor a number"),
    };
}
