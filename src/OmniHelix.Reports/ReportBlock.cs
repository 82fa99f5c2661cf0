namespace OmniHelix.Reports;

/// <summary>A piece of a section.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }

    internal abstract void Render(HtmlWriter html);
}

/// <summary>A paragraph of plain text.</summary>
/// <param name="Text">Shown as it is, escaped.</param>
public sealed record Paragraph(string Text) : ReportBlock
{
    internal override void Render(HtmlWriter html) => html.Element("p", Text).Line();
}

/// <summary>A smaller heading inside a section.</summary>
/// <param name="Text">Plain text.</param>
public sealed record Heading(string Text) : ReportBlock
{
    internal override void Render(HtmlWriter html) => html.Element("h3", Text).Line();
}

/// <summary>A remark that must not be overlooked, for instance that data was dropped.</summary>
/// <param name="Text">Plain text.</param>
public sealed record Note(string Text) : ReportBlock
{
    internal override void Render(HtmlWriter html) => html.Element("p", Text, ("class", "note"), ("role", "note")).Line();
}

/// <summary>Names with values.</summary>
/// <param name="Rows">In order.</param>
public sealed record KeyValueTable(IReadOnlyList<KeyValuePair<string, string>> Rows) : ReportBlock
{
    /// <summary>Values are hashes or paths and shown in a fixed-width face.</summary>
    public bool Monospace { get; init; }

    internal override void Render(HtmlWriter html)
    {
        html.Open("table", ("class", "pairs")).Open("tbody").Line();
        foreach (var (key, value) in Rows)
            html.Open("tr").Element("th", key, ("scope", "row"))
                .Element("td", value, ("class", Monospace ? "hash" : null)).Close("tr").Line();
        html.Close("tbody").Close("table").Line();
    }
}

/// <summary>Text to be copied, such as a command line.</summary>
/// <param name="Text">Shown as it is.</param>
public sealed record CodeBlock(string Text) : ReportBlock
{
    internal override void Render(HtmlWriter html) =>
        html.Open("div", ("class", "code")).Open("pre").Element("code", Text).Close("pre").Close("div").Line();
}

/// <summary>Blocks beside each other where the page is wide enough.</summary>
/// <param name="Blocks">Left to right.</param>
public sealed record SideBySide(params IReadOnlyList<ReportBlock> Blocks) : ReportBlock
{
    internal override void Render(HtmlWriter html)
    {
        html.Open("div", ("class", "grid")).Line();
        foreach (var block in Blocks)
        {
            html.Open("div").Line();
            block.Render(html);
            html.Close("div").Line();
        }
        html.Close("div").Line();
    }
}

/// <summary>Blocks in a frame with a heading.</summary>
/// <param name="Title">Heading of the frame.</param>
/// <param name="Subtitle">A line under it.</param>
/// <param name="Blocks">Top to bottom.</param>
public sealed record Card(string Title, string? Subtitle, IReadOnlyList<ReportBlock> Blocks) : ReportBlock
{
    internal override void Render(HtmlWriter html)
    {
        html.Open("div", ("class", "card")).Element("h3", Title).Line();
        if (Subtitle is not null) html.Element("p", Subtitle).Line();
        foreach (var block in Blocks) block.Render(html);
        html.Close("div").Line();
    }
}

/// <summary>Blocks that the reader unfolds: what few look for, and what is long.</summary>
/// <param name="Title">What is inside.</param>
/// <param name="Blocks">Top to bottom.</param>
public sealed record Folded(string Title, params IReadOnlyList<ReportBlock> Blocks) : ReportBlock
{
    internal override void Render(HtmlWriter html)
    {
        html.Open("details").Element("summary", Title).Line();
        foreach (var block in Blocks) block.Render(html);
        html.Close("details").Line();
    }
}
