namespace OmniHelix.Reports;

/// <summary>One of the large figures at the head of a report.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">Formatted, with its unit.</param>
/// <param name="Detail">A smaller line, for instance an interval.</param>
public sealed record KeyFigure(string Label, string Value, string? Detail = null)
{
    /// <summary>True when the figure is bad news, which its detail tells in words.</summary>
    public bool IsWarning { get; init; }
}

/// <summary>A heading with the blocks under it.</summary>
/// <param name="heading">Also shown in the list of contents.</param>
/// <param name="lead">One sentence that tells what the section shows.</param>
public sealed class ReportSection(string heading, string? lead = null)
{
    private readonly List<ReportBlock> blocks = [];

    /// <summary>The heading.</summary>
    public string Heading { get; } = heading;

    /// <summary>One sentence under the heading.</summary>
    public string? Lead { get; } = lead;

    /// <summary>In the order of the page.</summary>
    public IReadOnlyList<ReportBlock> Blocks => blocks;

    /// <summary>Appends a block; null is ignored, so that parts without data can be left out in one expression.</summary>
    public ReportSection Add(ReportBlock? block)
    {
        if (block is not null) blocks.Add(block);
        return this;
    }
}

/// <summary>
/// A page in one HTML file that loads nothing: styles, scripts and drawings are inside, and a content security policy forbids everything
/// else. Tables, texts and drawings can be read without JavaScript; charts need it.
/// </summary>
/// <param name="title">The page's title.</param>
public sealed class HtmlReport(string title)
{
    private readonly List<ReportSection> sections = [];

    /// <summary>The title.</summary>
    public string Title { get; } = title;

    /// <summary>A line above the title, for instance the kind of report.</summary>
    public string? Kind { get; init; }

    /// <summary>A sentence under the title.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Shown large at the head; the first is emphasised.</summary>
    public IReadOnlyList<KeyFigure> KeyFigures { get; init; } = [];

    /// <summary>The last line of the page.</summary>
    public string? Footer { get; init; }

    /// <summary>The sections in order.</summary>
    public IReadOnlyList<ReportSection> Sections => sections;

    /// <summary>Appends a section.</summary>
    public ReportSection AddSection(string heading, string? lead = null)
    {
        var section = new ReportSection(heading, lead);
        sections.Add(section);
        return section;
    }

    /// <summary>The page.</summary>
    public string ToHtml() => ReportPage.Render(this);

    /// <summary>Writes the page as UTF-8, whole or not at all.</summary>
    /// <exception cref="OmniException">OH6001, OH6002 as <see cref="AtomicFile"/>.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, ToHtml());
}
