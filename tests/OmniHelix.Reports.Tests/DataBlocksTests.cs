namespace OmniHelix.Reports.Tests;

public class DataBlocksTests
{
    private static string Page(ReportBlock block)
    {
        var report = new HtmlReport("t");
        report.AddSection("s").Add(block);
        return report.ToHtml();
    }

    [Fact]
    public void BarsAreDrawnAtOneScaleWithTheirTextEscaped()
    {
        var elements = HtmlParser.Parse(Page(new BarList(
            "<b>", [new("a<i>", 4, "4 & more"), new("bc", 1, "1"), new("none", 0, "0"), new("gap", double.NaN, "?")])));
        var widths = elements.Where(e => e.Tag == "rect").Select(e => Number(e, "width")).ToArray();
        Assert.Equal([318.8, 79.7, 0, 0], widths);
        Assert.DoesNotContain(elements, e => e.Tag is "b" or "i");
    }

    [Fact]
    public void LongNamesOfBarsAreCutAndHaveRoom()
    {
        var elements = HtmlParser.Parse(Page(new BarList("t", [new(new string('W', 90), 1, "1")])));
        Assert.Contains(elements, e => e.Tag == "text" && Number(e, "x") > 17 * 7.5);
        Assert.InRange(Number(elements.Single(e => e.Tag == "rect"), "width"), 150, 480 - 18 * 7.5);
    }

    [Fact]
    public void AListWithoutBarsIsDrawn() => Assert.Contains("<svg", Page(new BarList("none", [])), StringComparison.Ordinal);

    [Fact]
    public void AlignmentsShowMatchesDifferencesAndPositions()
    {
        var html = Page(new AlignmentBlock(new("first", 5, "ACGTA  "), new("the name of the other", 1, "  GAACC")));
        Assert.Contains(
            """
            <pre class="alignment"><span class="place">first           5 </span>ACG<b>T</b>A  
                                | |  
            <span class="place">the name of t…  1 </span>  G<b>A</b>ACC
            </pre>
            """, html, StringComparison.Ordinal);
    }

    [Fact]
    public void LongAlignmentsGoOnInFurtherLinesWithTheirPositions()
    {
        var html = Page(new AlignmentBlock(new("a", 1, new string('A', 250)), new("b", 1, new string(' ', 120) + new string('A', 130))));
        var places = HtmlParser.Parse(html).Where(e => e.Attributes.GetValueOrDefault("class") == "place").ToArray();
        Assert.Equal(6, places.Length);
        Assert.Contains($"<span class=\"place\">b     </span>{new string(' ', 100)}\n", html, StringComparison.Ordinal);
        Assert.Contains(
            $"<span class=\"place\">b   1 </span>{new string(' ', 20)}{new string('A', 80)}\n", html, StringComparison.Ordinal);
        Assert.Contains($"<span class=\"place\">a 201 </span>{new string('A', 50)}\n", html, StringComparison.Ordinal);
    }

    [Fact]
    public void LettersThatAreMarkupStayLetters() =>
        Assert.DoesNotContain(HtmlParser.Parse(Page(new AlignmentBlock(new("<i>", 1, "A<i>"), new("&", 1, "<i>A")))), e => e.Tag == "i");

    [Fact]
    public void RowsOfDifferentLengthAreRefused() =>
        Assert.Equal("OH6504", Assert.Throws<OmniException>(() => Page(new AlignmentBlock(new("a", 1, "AC"), new("b", 1, "A")))).Code);

    [Fact]
    public void WhatIsFoldedIsThereWithoutScripts()
    {
        var html = Page(new Folded("more <b>", new Paragraph("inside")));
        Assert.Contains("<details><summary>more &lt;b&gt;</summary>\n<p>inside</p>\n</details>", html, StringComparison.Ordinal);
    }

    private static double Number(HtmlParser.Element element, string attribute) =>
        double.Parse(element.Attributes[attribute], System.Globalization.CultureInfo.InvariantCulture);
}
