using System.Xml.Linq;

namespace OmniHelix.Reports.Tests;

public sealed class ReportFiguresTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("plain")]
    [InlineData("<b>&\"'")]
    public void EveryFigureIsAnSvgThatNeedsNothingElseAndAPng(string text)
    {
        var names = ReportFigures.Write(folder["figures"], ReportExamples.Full(text));
        Assert.Equal(names.Order(), Directory.GetFiles(folder["figures"]).Select(file => Path.GetFileName(file)!).Order());
        string[] expected =
        [
            "score.svg", "confusion.svg", "few.svg", "structure-1-arcs.svg", "structure-1-truth.svg", "structure-1-prediction.svg",
            "pairs-1.svg", "pairs-2.svg",
        ];
        Assert.Empty(expected.Except(names));
        var drawings = names.Where(name => name.EndsWith(".svg", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            drawings.Select(name => Path.ChangeExtension(name, ".png")).Order(),
            names.Where(name => name.EndsWith(".png", StringComparison.Ordinal)).Order());
        foreach (var name in drawings)
        {
            using var picture = SkiaSharp.SKBitmap.Decode(folder["figures", Path.ChangeExtension(name, ".png")]);
            Assert.InRange(picture.Width, 500, 8000);
            var svg = XDocument.Load(folder["figures", name]).Root!;
            Assert.Equal(XName.Get("svg", "http://www.w3.org/2000/svg"), svg.Name);
            var size = $"{(string?)svg.Attribute("width")} {(string?)svg.Attribute("height")}";
            Assert.EndsWith($" {size}", (string?)svg.Attribute("viewBox"), StringComparison.Ordinal);
            var content = File.ReadAllText(folder["figures", name]);
            Assert.DoesNotContain("NaN", content, StringComparison.Ordinal);
            Assert.DoesNotContain("var(", content, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AHistogramIsWrittenInThreeForms()
    {
        var histogram = Histogram.Of("Lengths (of 6)", "letters", [0, 1, 4.9, 5, 9.9, 10], bins: 10);
        Assert.Equal([1, 1, 0, 0, 1, 1, 0, 0, 0, 2], histogram.Counts);
        var files = ReportFigures.Write(folder["lengths"], histogram);
        Assert.Equal([folder["lengths.svg"], folder["lengths.png"], folder["lengths.pdf"]], files);
        Assert.Equal(10, XDocument.Load(files[0]).Descendants().Count(element => element.Name.LocalName == "rect"));
        using var picture = SkiaSharp.SKBitmap.Decode(files[1]);
        Assert.Equal(1750, picture.Width);
        var pdf = File.ReadAllBytes(files[2]);
        Assert.Equal("%PDF-"u8, pdf.AsSpan(0, 5));
        Assert.True(pdf.AsSpan().IndexOf("%%EOF"u8) > 0);
    }

    [Fact]
    public void OneValueIsInTheMiddleOfItsBins() =>
        Assert.Equal((2.5, 0.25, 3L), Histogram.Of("", "", [3, 3, 3], bins: 4) is var h ? (h.Start, h.BinWidth, h.Counts[2]) : default);

    [Theory]
    [InlineData(new[] { 0.239, 0.546 }, new[] { 0.2, 0.3, 0.4, 0.5, 0.6 })]
    [InlineData(new[] { -3.0, 12 }, new[] { -5.0, 0, 5, 10, 15 })]
    [InlineData(new[] { 7.0, 7 }, new[] { 6, 6.5, 7, 7.5, 8 })]
    [InlineData(new[] { 0.00055 }, new[] { 0.00045, 0.0005, 0.00055, 0.0006, 0.00065 })]
    [InlineData(new[] { double.NaN }, new[] { -1, -0.5, 0, 0.5, 1 })]
    public void TheAxisHasRoundNumbersAroundAllValues(double[] values, double[] ticks)
    {
        var axis = new ValueAxis(values, 100, 200);
        Assert.Equal(ticks, axis.Ticks);
        Assert.Equal(100, axis.At(ticks[0]), 9);
        Assert.Equal(200, axis.At(ticks[^1]), 9);
        Assert.All(values.Where(double.IsFinite), value => Assert.InRange(axis.At(value), 100, 200));
    }

    [Fact]
    public void StepsAreWholeNumbersAndThousandsAreGrouped()
    {
        Assert.Equal([10.0, 11, 12], new ValueAxis([10, 12], 0, 1, leastStep: 1).Ticks);
        Assert.Equal(["5,200", "0.00002"], new[] { 5200, 0.00002 }.Select(ValueAxis.Text));
    }

    [Fact]
    public void ACurveOfOnePointIsSeen()
    {
        var svg = XDocument.Parse(CurveDrawing.Draw(new Curve("t", "v", [new("s", [new(10, 3)])])));
        var point = Assert.Single(svg.Descendants("circle"));
        Assert.InRange((double)point.Attribute("cy")!, 34, 272);
    }

    [Fact]
    public void AGapInACurveIsAGapInTheLine()
    {
        var svg = CurveDrawing.Draw(new Curve("t", "v", [new("s", [new(1, 1), new(2, double.NaN), new(3, 3), new(4, 4)])]));
        var line = XDocument.Parse(svg).Descendants("path").Single(e => (string?)e.Attribute("class") == "series").Attribute("d")!.Value;
        Assert.Equal((2, 1), (line.Count(c => c == 'M'), line.Count(c => c == 'L')));
    }

    public void Dispose() => folder.Dispose();
}
