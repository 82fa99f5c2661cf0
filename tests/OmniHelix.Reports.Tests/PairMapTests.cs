using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OmniHelix.Reports.Tests;

public class PairMapTests
{
    private const double Left = 44, Top = 44;

    [Fact]
    public void ContactsThatAreFoundMissedAndWrongStandOut()
    {
        var svg = XDocument.Parse(PairMapDrawing.Draw(ReportExamples.Contacts("x"))).Root!;
        // Rows are counted from the top: the truth lies right of the diagonal, the prediction left of it.
        Assert.Equal([(0, 9), (9, 0)], Cells(svg, "hit"));
        Assert.Equal([(1, 7)], Cells(svg, "miss"));
        Assert.Equal([(8, 2)], Cells(svg, "error"));
        Assert.Equal([(7, 1)], Cells(svg, "shade"));
        Assert.Equal("0.3", (string?)Path(svg, "shade").Attribute("fill-opacity"));
        // The diagonal, and the pair of which nothing is known in both orders.
        Assert.Equal(12, Cells(svg, "blank").Count);
        Assert.Contains((0, 5), Cells(svg, "blank"));
        Assert.Contains((5, 0), Cells(svg, "blank"));
        string[] marks = [.. svg.Elements("text").Select(text => text.Value)];
        Assert.Equal(["0", "0", "2", "2", "4", "4", "6", "6", "8", "8", "position, from 0"], marks);
    }

    [Fact]
    public void SmallNumbersAreDark()
    {
        float[] truth = [0, 2, 4, 0, 0, 12, 0, 0, 0];
        var svg = XDocument.Parse(PairMapDrawing.Draw(new PairMap("x", 3, truth, truth) { IsOfContacts = false })).Root!;
        var opacities = svg.Elements("path").Where(path => (string?)path.Attribute("class") == "shade")
            .ToDictionary(path => Cells(path).First(cell => cell.Row < cell.Column), path => (string)path.Attribute("fill-opacity")!);
        // 12 is the largest and has no shade.
        Assert.Equal("1", opacities[(0, 1)]);
        Assert.Equal("0.8", opacities[(0, 2)]);
        Assert.Equal(2, opacities.Count);
    }

    [Fact]
    public void ALongSequenceIsDrawnInBlocks()
    {
        const int Bases = 600;
        float[] values = [.. Enumerable.Range(0, Bases * Bases).Select(i => (float)Math.Abs(i / Bases - i % Bases))];
        var svg = PairMapDrawing.Draw(new PairMap("x", Bases, values, values) { IsOfContacts = false });
        Assert.InRange(svg.Length, 1_000, 200_000);
        // Cells of less than a unit would not be seen.
        var contacts = PairMapDrawing.Draw(new PairMap("x", Bases, values, new float[Bases * Bases]));
        Assert.Contains("h2.5v2.5h-2.5z", (string)Path(XDocument.Parse(contacts).Root!, "miss").Attribute("d")!, StringComparison.Ordinal);
    }

    [Fact]
    public void MatricesThatAreNoSquareAreRefused()
    {
        PairMap[] wrong =
            [new("x", 3, new float[9], new float[8]), new("x", 2, new float[9], new float[9]), new("x", 0, default, default)];
        foreach (var map in wrong)
            Assert.Equal("OH6502", Assert.Throws<OmniException>(() => SvgFigure.Pairs(map)).Code);
    }

    private static XElement Path(XElement svg, string style) =>
        svg.Elements("path").Single(path => (string?)path.Attribute("class") == style);

    private static List<(int Row, int Column)> Cells(XElement svg, string style) => Cells(Path(svg, style));

    private static List<(int Row, int Column)> Cells(XElement path)
    {
        var cells = new List<(int, int)>();
        foreach (
            Match match in Regex.Matches(
                (string)path.Attribute("d")!, @"M(?<x>\S+) (?<y>[\d.]+)h(?<w>[\d.]+)v(?<h>[\d.]+)h-(?<back>[\d.]+)z"))
        {
            double Number(string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
            Assert.Equal(Number("w"), Number("back"));
            var side = Number("h");
            var (row, column) = ((int)Math.Round((Number("y") - Top) / side), (int)Math.Round((Number("x") - Left) / side));
            for (var k = 0; k < (int)Math.Round(Number("w") / side); k++) cells.Add((row, column + k));
        }
        return [.. cells.Order()];
    }
}
