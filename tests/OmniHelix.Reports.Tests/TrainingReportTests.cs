using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Rna;

namespace OmniHelix.Reports.Tests;

public class TrainingReportTests
{
    private static readonly string[] Hostile =
    [
        "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"onmouseover=\"alert(1)", "' autofocus onfocus='x",
        "<!--<script>", "&lt;b&gt;&amp;", "javascript:alert(1)", "]]></style><svg onload=x>", "a\0b\u0001\r\u001b[31m",
    ];

    [Fact]
    public void AFullReportIsOneOfflinePageBelowTheSizeLimit()
    {
        var html = TrainingReport.Compose(ReportExamples.Full(steps: 200_000)).ToHtml();
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 600_000, 2_500_000);
        var elements = HtmlParser.Parse(html);
        Assert.DoesNotContain(elements, e => e.Tag is "link" or "iframe" or "object" or "embed" or "base" or "form" or "img");
        Assert.DoesNotContain(elements, e => e.Attributes.ContainsKey("src"));
        Assert.All(
            elements.Where(e => e.Attributes.ContainsKey("href")),
            e => Assert.StartsWith("#", e.Attributes["href"], StringComparison.Ordinal));
        Assert.All(
            elements.Where(e => e.Tag == "style"),
            e => Assert.DoesNotContain("url(", e.RawText, StringComparison.OrdinalIgnoreCase));
        Assert.All(
            elements.Where(e => e.Tag == "style"),
            e => Assert.DoesNotContain("@import", e.RawText, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("default-src &#39;none&#39;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryScriptThatMayRunIsNamedByItsHash()
    {
        var elements = HtmlParser.Parse(TrainingReport.Compose(ReportExamples.Full()).ToHtml());
        var policy = elements.Single(e => e.Attributes.GetValueOrDefault("http-equiv") == "Content-Security-Policy").Attributes["content"]
            .Replace("&#39;", "'", StringComparison.Ordinal);
        var scripts = elements.Where(e => e.Tag == "script" && !e.Attributes.ContainsKey("type")).ToArray();
        Assert.Equal(2, scripts.Length);
        Assert.All(scripts, s => Assert.Contains(
            $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s.RawText)))}'",
            policy,
            StringComparison.Ordinal));
        Assert.DoesNotContain(
            "'unsafe-inline'",
            policy[policy.IndexOf("script-src", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
        Assert.All(scripts, s => Assert.DoesNotContain('\r', s.RawText));
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void HostileTextStaysTextEverywhere(int index)
    {
        var text = Hostile[index];
        var calm = HtmlParser.Parse(TrainingReport.Compose(ReportExamples.Full("plain")).ToHtml());
        var html = TrainingReport.Compose(ReportExamples.Full(text)).ToHtml();
        var elements = HtmlParser.Parse(html);
        Assert.Equal(calm.Select(e => e.Tag), elements.Select(e => e.Tag));
        Assert.Equal(calm.Select(e => string.Join(' ', e.Attributes.Keys)), elements.Select(e => string.Join(' ', e.Attributes.Keys)));
        Assert.DoesNotContain('\0', html);
        var specifications = elements.Where(e => e.Attributes.GetValueOrDefault("type") == "application/json")
            .Select(e => JsonNode.Parse(e.RawText)!).ToArray();
        Assert.Equal(5, specifications.Length);
        Assert.Equal(text, (string?)specifications[0]["data"]!["values"]![0]!["name"]);
    }

    public static TheoryData<int> HostileTexts() => new(Enumerable.Range(0, Hostile.Length));

    [Fact]
    public void HostileSequencesAreDrawnAsLetters()
    {
        var example = new StructureExample("x", "<>&\"'", SecondaryStructure.Parse("(...)"), SecondaryStructure.Parse("....."));
        var html = TrainingReport.Compose(new TrainingReportData { Title = "t", Structures = [example] }).ToHtml();
        Assert.Equal(3, HtmlParser.Parse(html).Count(e => e.Tag == "svg"));
        Assert.Contains(">&lt;</text>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsWithoutDataAreLeftOutAndChartsAreNotEmbeddedNeedlessly()
    {
        var html = TrainingReport.Compose(new TrainingReportData { Title = "only a title" }).ToHtml();
        Assert.DoesNotContain("<h2>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("vega 6", html, StringComparison.Ordinal);
        Assert.True(html.Length < 40_000);
    }

    [Theory]
    [InlineData(7, true, false)]
    [InlineData(13, true, false)]
    [InlineData(20, true, true)]
    [InlineData(100, false, true)]
    public void AMatrixOfManyClassesIsDrawnAcrossThePage(int classes, bool hasText, bool isUpright)
    {
        string[] names = [.. Enumerable.Range(0, classes).Select(k => $"class-{k}")];
        var counts = names.Select(
            (_, row) => (IReadOnlyList<long>)[.. names.Select((_, k) => k == row ? 3L : k == (row + 1) % classes ? 1 : 0)]);
        var page = TrainingReport.Compose(
            new() { Title = "t", Confusion = new(names, [.. counts]), Classes = [new("class-0", 1, 1, 1, 4)] });
        var html = page.ToHtml();
        var elements = HtmlParser.Parse(html);
        var svg = Assert.Single(elements, e => e.Attributes.GetValueOrDefault("class") == "matrix");
        var size = svg.Attributes["viewBox"].Split(' ').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        // Empty cells cost nothing, and nothing leaves the frame.
        var cells = elements.Where(e => e.Attributes.GetValueOrDefault("class") == "cell").ToList();
        Assert.Equal(2 * classes, cells.Count);
        Assert.All(cells, c => Assert.InRange(Place(c, "x") + Place(c, "width"), 0, size[2]));
        Assert.All(cells, c => Assert.InRange(Place(c, "y") + Place(c, "height"), 0, size[3]));
        Assert.Contains("true class-0, predicted class-1: 1 (25 %)", html, StringComparison.Ordinal);
        // The title of the rows is upright too.
        Assert.Equal(
            isUpright ? classes + 1 : 1,
            elements.Count(e => e.Attributes.GetValueOrDefault("transform")?.EndsWith("rotate(-90)", StringComparison.Ordinal) == true));
        Assert.Equal(hasText, html.Contains("class=\"share strong\"", StringComparison.Ordinal));

        static double Place(HtmlParser.Element e, string name) =>
            double.Parse(e.Attributes[name], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void AScoreThatABaselineBeatsIsAWarningInWords()
    {
        var figure = new KeyFigure("mcc", "0.2", "test split; majority is better: 0.3") { IsWarning = true };
        var html = TrainingReport.Compose(new() { Title = "t", KeyFigures = [figure, new("training", "1 min")] }).ToHtml();
        Assert.Contains("<div class=\"warning\"><dt>mcc</dt>", html, StringComparison.Ordinal);
        Assert.Contains("majority is better: 0.3", html, StringComparison.Ordinal);
    }

    [Fact]
    public void MetricsStandOnThePageWithoutIntervalsToo()
    {
        var metrics = new DataTable([new("Metric"), new("this model", "0.0000")], [["rmse", 1.25], ["r2", 0.5]]);
        var html = TrainingReport.Compose(new() { Title = "t", Metrics = metrics }).ToHtml();
        Assert.Contains("<h2>Score</h2>", html, StringComparison.Ordinal);
        Assert.Contains(">1.2500<", html, StringComparison.Ordinal);
    }

    [Fact]
    public void LongTablesScrollWithinThePage()
    {
        static string Html(int rows) =>
            TrainingReport.Compose(new() { Title = "t", Classes = [.. Enumerable.Repeat(new ClassScore("x", 1, 1, 1, 1), rows)] }).ToHtml();
        Assert.Contains("class=\"scroll tall\"", Html(100), StringComparison.Ordinal);
        Assert.Contains("100 rows; scroll within the table.", Html(100), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"scroll tall\"", Html(24), StringComparison.Ordinal);
    }

    [Fact]
    public void LongCurvesBecomeMeansAndSaySo()
    {
        CurvePoint[] points = [.. Enumerable.Range(0, 6001).Select(i => new CurvePoint(i, i))];
        var means = Downsample.Means(points, 600);
        Assert.Equal((546, 10, 5.0), (means.Count, (int)means[0].Step, means[0].Value));
        Assert.Equal(6000.0, means[^1].Step);
        Assert.Equal(points, Downsample.Means(points, 6001));
        Assert.Equal("Each point is the mean of 11 records.", Charts.Lines(new Curve("t", "v", [new("s", points)]), 600).Caption);
    }

    [Theory]
    [InlineData(",.4~r", 0.000555555)]
    [InlineData(null, 0.5, 0.25)]
    public void TheAxisOfASingleValueHasFewDigits(string? format, params double[] values)
    {
        var curve = new Curve("t", "v", [new("s", [.. values.Select((value, i) => new CurvePoint(i, value))])]);
        var axes = Charts.Lines(curve, 600).Specification["encoding"]!;
        Assert.Equal(format, (string?)axes["y"]!["axis"]?["format"]);
        Assert.Equal(",d", (string?)axes["x"]!["axis"]!["format"]);
    }

    [Fact]
    public void SharesHaveAxesFromNoughtToOneADiagonalAndNames()
    {
        var curve = ReportExamples.Full().TestCurves[0];
        var specification = Charts.Lines(curve, 600).Specification;
        Assert.Equal(2, specification["layer"]!.AsArray().Count);
        Assert.All(specification["layer"]!.AsArray(), layer =>
            Assert.All(new[] { "x", "y" }, axis =>
                Assert.Equal([0, 1], layer!["encoding"]![axis]!["scale"]!["domain"]!.AsArray().Select(end => (int)end!))));
        var drawing = CurveDrawing.Draw(curve);
        Assert.Contains("class=\"diagonal\"", drawing, StringComparison.Ordinal);
        Assert.Contains(curve.Series[0].Name, drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesOfSeriesGoOnInFurtherRowsAndStayInTheFrame()
    {
        CurvePoint[] line = [new(0, 0), new(1, 1)];
        CurveSeries[] series = [.. Enumerable.Range(0, 4).Select(k => new CurveSeries($"{k} a class with a long name", line))];
        var svg = System.Xml.Linq.XDocument.Parse(CurveDrawing.Draw(new("t", "v", series) { IsOfShares = true }));
        var places = svg.Descendants("text").Where(text => text.Value.Contains("class", StringComparison.Ordinal))
            .Select(text => (X: (double)text.Attribute("x")!, Y: (double)text.Attribute("y")!)).ToList();
        Assert.Equal([20.0, 20, 38, 38], places.Select(place => place.Y));
        Assert.All(places, place => Assert.InRange(place.X, 0, 400));
    }

    [Fact]
    public void PairsAreColouredByWhetherTheOtherStructureHasThem()
    {
        var example = new StructureExample(
            "x",
            "GGGAAAACCCAAAAA",
            SecondaryStructure.Parse("(((....)))....."),
            SecondaryStructure.Parse(".((....))(...)."));
        var html = TrainingReport.Compose(new TrainingReportData { Title = "t", Structures = [example] }).ToHtml();
        Assert.Contains("2 of 3 pairs found, 1 wrong", html, StringComparison.Ordinal);
        var pairs = HtmlParser.Parse(html).Where(e => e.Tag == "path").Select(e => e.Attributes["class"]).ToArray();
        Assert.Equal(8, pairs.Count(c => c == "pair right"));
        Assert.Equal(2, pairs.Count(c => c == "pair missed"));
        Assert.Equal(2, pairs.Count(c => c == "pair wrong"));
    }

    [Fact]
    public void StructuresWithoutPairsWithPseudoknotsEmptyAndLongAreDrawn()
    {
        StructureExample[] examples =
        [
            new("empty", "", SecondaryStructure.Parse(""), SecondaryStructure.Parse("")),
            new("one", "G", SecondaryStructure.Parse("."), SecondaryStructure.Parse(".")),
            new("knot", "GGGAAACCCAAAUUUU", SecondaryStructure.Parse("(((.[[)))...]]...".AsSpan()[..16]), SecondaryStructure.Unpaired(16)),
            new("long", new string('A', 3000), SecondaryStructure.Unpaired(3000), SecondaryStructure.Unpaired(3000)),
        ];
        var html = TrainingReport.Compose(new TrainingReportData { Title = "t", Structures = examples }).ToHtml();
        Assert.Equal(12, HtmlParser.Parse(html).Count(e => e.Tag == "svg"));
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsThatDoNotFitTogetherAreRefused()
    {
        var shortPrediction = new StructureExample("x", "GGG", SecondaryStructure.Parse("..."), SecondaryStructure.Parse(".."));
        Assert.Equal(
            "OH6503",
            Assert.Throws<OmniException>(() =>
                TrainingReport.Compose(new TrainingReportData { Title = "t", Structures = [shortPrediction] })).Code);
        Assert.Equal("OH6502", Refusal(new HeatMap(["a", "b"], [[1, 2]])));
        Assert.Equal("OH6502", Refusal(new HeatMap(["a", "b"], [[1, 2], [1]])));
        Assert.Equal("OH6501", Refusal(new DataTable([new("a")], [["x", "y"]])));
        Assert.Equal("OH6501", Refusal(new DataTable([new("a")], [[new object()]])));
    }

    [Fact]
    public void TheFileIsWrittenWholeOrNotAtAll()
    {
        using var folder = new TemporaryFolder();
        TrainingReport.Write(folder["report.html"], ReportExamples.Full());
        Assert.Equal(["report.html"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(folder["report.html"]), StringComparison.Ordinal);
        Assert.Equal(
            "OH6002",
            Assert.Throws<OmniException>(() => TrainingReport.Write(folder["not-there", "x.html"], ReportExamples.Full())).Code);
    }

    private static string Refusal(ReportBlock block)
    {
        var report = new HtmlReport("t");
        report.AddSection("s").Add(block);
        return Assert.Throws<OmniException>(report.ToHtml).Code;
    }
}
