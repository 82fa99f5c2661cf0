using OmniHelix.Rna;

namespace OmniHelix.Reports.Tests;

/// <summary>A structure alone, drawn in the plane.</summary>
public class StructureFigureTests
{
    [Fact]
    public void EveryBaseAndPairIsDrawn()
    {
        var page = Page(SvgFigure.Structure("hairpin <1>", "GGGGAAAACCCC", SecondaryStructure.Parse("((((....))))")));
        Assert.Equal(12, Count(page, "<circle class=\"base"));
        Assert.Equal(8, Count(page, "<circle class=\"base right\""));
        Assert.Equal(4, Count(page, "<path class=\"pair right\""));
        Assert.Contains("aria-label=\"Structure of hairpin &lt;1&gt;\"", page, StringComparison.Ordinal);
        Assert.Equal(0, Count(page, "NaN"));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused() => Assert.Equal(
        "OH6503", Assert.Throws<OmniException>(() => SvgFigure.Structure("x", "GGG", SecondaryStructure.Parse("...."))).Code);

    private static string Page(ReportBlock block)
    {
        var report = new HtmlReport("x");
        report.AddSection("s").Add(block);
        return report.ToHtml();
    }

    private static int Count(string page, string text) => page.Split(text).Length - 1;
}
