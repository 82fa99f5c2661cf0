using System.Text.Json.Nodes;

namespace OmniHelix.Reports;

/// <summary>A Vega-Lite chart. It fills the width of its place; colours and type follow the page.</summary>
/// <param name="Title">A short heading.</param>
/// <param name="Specification">A Vega-Lite specification with its data inside; no address is ever loaded.</param>
public sealed record VegaLiteChart(string Title, JsonObject Specification) : ReportBlock
{
    /// <summary>A sentence under the chart.</summary>
    public string? Caption { get; init; }

    /// <summary>The numbers behind the chart, folded away below it; for readers without JavaScript too.</summary>
    public DataTable? Data { get; init; }

    internal override void Render(HtmlWriter html)
    {
        var id = $"chart-{html.NextChart()}";
        html.Open("figure", ("class", "chart")).Line().Element("p", Title, ("class", "title")).Line();
        html.Open("div", ("class", "vega"), ("id", id), ("role", "img"), ("aria-label", Title)).Close("div").Line();
        // The serializer writes '<', '>' and '&' as escapes, so that no text inside can end the script element.
        html.Open("script", ("type", "application/json")).Raw(Specification.ToJsonString()).Close("script").Line();
        var needed = Data is null ? "This chart needs JavaScript." : "This chart needs JavaScript; its numbers are in the table below.";
        html.Open("noscript").Element("p", needed, ("class", "lead-text")).Close("noscript").Line();
        if (Caption is not null) html.Element("figcaption", Caption).Line();
        if (Data is not null) new Folded("Numbers", Data).Render(html);
        html.Close("figure").Line();
    }
}
