using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace OmniHelix.Reports;

/// <summary>Head, scripts and frame of the page.</summary>
internal static class ReportPage
{
    public static string Render(HtmlReport report)
    {
        var body = new HtmlWriter();
        Header(body, report);
        body.Open("main").Line();
        for (var s = 0; s < report.Sections.Count; s++) Section(body, report.Sections[s], s + 1);
        body.Close("main").Line();
        if (report.Footer is { } footer) body.Element("footer", footer).Line();

        // Only the scripts of this very text may run: markup that slipped into a page could still do nothing.
        List<string> scripts = body.NextChart() > 1 ? [Charts(), Resource("report.js")] : [Resource("report.js")];
        var hashes = string.Join(' ', scripts.Select(HashOf));
        var policy = $"default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'unsafe-eval' {hashes};"
            + " base-uri 'none'; form-action 'none'";
        var page = new HtmlWriter();
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Line().Open("head").Line();
        page.Open("meta", ("charset", "utf-8")).Line();
        page.Open("meta", ("http-equiv", "Content-Security-Policy"), ("content", policy)).Line();
        page.Open("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        page.Element("title", report.Title).Line();
        page.Open("style").Line().Raw(Resource("report.css")).Close("style").Line().Close("head").Line().Open("body").Line();
        page.Raw(body.ToString());
        foreach (var script in scripts) page.Open("script").Raw(script).Close("script").Line();
        return page.Close("body").Line().Close("html").Line().ToString();
    }

    private static void Header(HtmlWriter html, HtmlReport report)
    {
        html.Open("header").Line();
        if (report.Kind is { } kind) html.Element("p", kind, ("class", "brand")).Line();
        html.Element("h1", report.Title).Line();
        if (report.Subtitle is { } subtitle) html.Element("p", subtitle, ("class", "subtitle")).Line();
        if (report.KeyFigures.Count > 0)
        {
            html.Open("dl", ("class", "figures")).Line();
            for (var f = 0; f < report.KeyFigures.Count; f++)
            {
                var figure = report.KeyFigures[f];
                html.Open("div", ("class", figure.IsWarning ? "warning" : f == 0 ? "lead" : null));
                html.Element("dt", figure.Label).Element("dd", figure.Value, ("class", "value"));
                if (figure.Detail is { } detail) html.Element("dd", detail, ("class", "detail"));
                html.Close("div").Line();
            }
            html.Close("dl").Line();
        }
        if (report.Sections.Count > 1)
        {
            html.Open("nav", ("aria-label", "Contents"));
            for (var s = 0; s < report.Sections.Count; s++) html.Element("a", report.Sections[s].Heading, ("href", $"#section-{s + 1}"));
            html.Close("nav").Line();
        }
        html.Close("header").Line();
    }

    private static void Section(HtmlWriter html, ReportSection section, int number)
    {
        html.Open("section", ("id", $"section-{number}")).Line().Element("h2", section.Heading).Line();
        if (section.Lead is { } lead) html.Element("p", lead, ("class", "lead-text")).Line();
        foreach (var block in section.Blocks) block.Render(html);
        html.Close("section").Line();
    }

    private static string HashOf(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Charts()
    {
        using var stream = Open("charts.js.br");
        using var reader = new StreamReader(new BrotliStream(stream, CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    private static Stream Open(string name) =>
        typeof(ReportPage).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
}
