using System.Buffers.Binary;
using System.IO.Compression;

namespace OmniHelix.Reports.Tests;

public class MatrixImageTests
{
    private const string Data = "data:image/png;base64,";

    [Fact]
    public void OpacityIsTheSquareRootOfTheShareOfTheLargest()
    {
        var page = Page(new MatrixImage("m", new[] { 0f, 0.25f, 1f, 0.0625f }, ["A", "C"]));
        var png = Png(page);
        Assert.Equal((2, 2), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.Equal([0, 0, 128, 0, 255, 64], Rows(png));
        // The check sum of the last chunk is the same in every PNG.
        Assert.Equal([0xae, 0x42, 0x60, 0x82], png[^4..]);
        Assert.Equal(["A", "A", "C", "C", "column", "row"], Texts(page));
    }

    [Fact]
    public void AMatrixOfManyRowsShowsTheLargestOfEachBlock()
    {
        const int Rows = 2 * MatrixImage.MostPixels;
        var values = new float[Rows * Rows];
        values[^1] = 4;
        values[1] = 1;
        var page = Page(new MatrixImage("m", values, [.. Enumerable.Range(0, Rows).Select(i => $"{i}")]));
        var pixels = MatrixImageTests.Rows(Png(page));
        Assert.Equal((MatrixImage.MostPixels + 1) * MatrixImage.MostPixels, pixels.Length);
        Assert.Equal((128, 255), (pixels[1], pixels[^1]));
        Assert.Equal(2, pixels.Count(pixel => pixel > 0));
        // Marks are places, since letters of a sequence tell none.
        var marks = Texts(page).Where(text => char.IsDigit(text[0])).Distinct().OrderBy(int.Parse);
        Assert.Equal(["0", "128", "256", "384", "512", "640", "768", "896"], marks);
    }

    [Fact]
    public void NamesWiderThanTheirColumnStandUpright()
    {
        string[] names = ["<cls>", .. Enumerable.Repeat("A", 23)];
        var turned = HtmlParser.Parse(Page(new MatrixImage("m", new float[24 * 24], names)))
            .Where(e => e.Tag == "text" && e.Attributes.ContainsKey("transform")).ToList();
        // The name of the rows, and the one name of a column that is too wide.
        Assert.Equal(2, turned.Count);
        Assert.Single(turned, e => e.Attributes["text-anchor"] == "start");
    }

    [Fact]
    public void NothingIsDrawnOfNothing() => Assert.Equal([0, 0], Rows(Png(Page(new MatrixImage("<i>", new[] { 0f }, ["<b>"])))));

    [Fact]
    public void NamesAndValuesThatDoNotFitAreRefused() =>
        Assert.Equal("OH6502", Assert.Throws<OmniException>(() => Page(new MatrixImage("m", new[] { 0f, 1f }, ["a"]))).Code);

    private static string Page(ReportBlock block)
    {
        var report = new HtmlReport("t");
        report.AddSection("s").Add(block);
        return report.ToHtml();
    }

    private static List<string> Texts(string page) =>
        [.. page.Split("<text").Skip(1).Select(t => t[(t.IndexOf('>', StringComparison.Ordinal) + 1)..].Split('<')[0]).Order()];

    private static byte[] Png(string page) => Convert.FromBase64String(
        HtmlParser.Parse(page).Single(e => e.Tag == "image").Attributes["href"][Data.Length..]);

    private static byte[] Rows(byte[] png)
    {
        var at = 8;
        while (!png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8)) at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
        using var data = new MemoryStream(png, at + 8, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)));
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return rows.ToArray();
    }
}
