using System.Buffers.Binary;
using OmniHelix.Reports.Raster;
using SkiaSharp;

namespace OmniHelix.Reports.Tests;

public class FigureRasterTests
{
    private const string Style = """
        text { fill: #0000ff; } .frame rect, .frame .round { fill: none; stroke: #ff0000; stroke-width: 2; } .cell.full { fill: #00ff00; }
        .cell { fill: #123456; } .frame .cell.half { fill: #000000; }
        """;

    [Fact]
    public void AUnitIsTheNinetySixthOfAnInchAndDotsAreThreeHundredAnInch()
    {
        var png = Picture("0 0 96 48", "");
        using var bitmap = SKBitmap.Decode(png);
        Assert.Equal((300, 150), (bitmap.Width, bitmap.Height));
        Assert.Equal(11811, DotsAMetre(png));
        Assert.Equal(SKColors.White, bitmap.GetPixel(0, 0));
    }

    [Fact]
    public void AHugeFigureHasFewerDots()
    {
        var png = Picture("0 0 24000 12", "");
        using var bitmap = SKBitmap.Decode(png);
        Assert.Equal((8000, 4), (bitmap.Width, bitmap.Height));
        Assert.Equal(1260, DotsAMetre(png));
    }

    [Fact]
    public void ShapesHaveTheColoursOfTheLastRuleThatMatchesThenOfTheirAttributes()
    {
        using var bitmap = SKBitmap.Decode(Picture("-10 -10 96 96", """
            <rect x="0" y="0" width="20" height="20" fill="#ffff00" />
            <rect class="cell" x="30" y="0" width="20" height="20" />
            <rect class="cell half" x="60" y="0" width="20" height="20" fill-opacity="0.5"><title>half</title></rect>
            <path d="M0 40h20v20h-20z" fill="#abcdef" /><path d="" />
            <circle class="round" cx="40" cy="50" r="10" />
            <path d="M60 50h20" stroke="#00ffff" stroke-width="8" />
            """));
        Assert.Equal(
            ["#ffffffff", "#ffff0000", "#ff123456", "#ff7f7f7f", "#ffabcdef", "#ffffffff", "#ffff0000", "#ff00ffff"],
            new[] { (10, 10), (0, 10), (40, 10), (70, 10), (10, 50), (40, 50), (30, 50), (70, 47) }.Select(Colour));

        string Colour((int X, int Y) at) => bitmap.GetPixel((int)((at.X + 10) * 3.125), (int)((at.Y + 10) * 3.125)).ToString();
    }

    [Theory]
    [InlineData("start", 48, 80)]
    [InlineData("middle", 30, 66)]
    [InlineData("end", 16, 48)]
    public void LettersNeedNoFontOfTheMachine(string anchor, int left, int right)
    {
        using var bitmap = SKBitmap.Decode(
            Picture("0 0 96 96", $"""<text x="48" y="48" font-size="12" text-anchor="{anchor}">(AC.)</text>"""));
        var ink = Ink(bitmap);
        Assert.InRange(ink.Left / 3.125, left - 1, left + 6);
        Assert.InRange(ink.Right / 3.125, right - 6, right + 4);
        Assert.InRange(ink.Top / 3.125, 36, 41);
        Assert.InRange(ink.Bottom / 3.125, 48, 52);
    }

    [Fact]
    public void NamesOfColumnsStandUpright()
    {
        using var bitmap = SKBitmap.Decode(
            Picture("0 0 96 96", """<text font-size="12" transform="translate(48 48) rotate(-90)">family</text>"""));
        var ink = Ink(bitmap);
        Assert.True(ink.Height > 2 * ink.Width);
        Assert.InRange(ink.Bottom / 3.125, 46, 49);
    }

    [Fact]
    public void WhatFiguresDoNotHaveIsADefect() =>
        Assert.Throws<InvalidOperationException>(() => Picture("0 0 9 9", """<ellipse cx="1" cy="1" rx="1" ry="2" />"""));

    private static byte[] Picture(string box, string content) => FigureRaster.ToPng(
        $"""<svg xmlns="http://www.w3.org/2000/svg" class="frame" viewBox="{box}"><style>{Style}</style>{content}</svg>""");

    // The chunk behind the header: length, type, then the numbers.
    private static int DotsAMetre(byte[] png)
    {
        Assert.Equal("pHYs"u8, png.AsSpan(37, 4));
        return BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(41));
    }

    private static SKRectI Ink(SKBitmap bitmap)
    {
        var ink = SKRectI.Empty;
        for (var y = 0; y < bitmap.Height; y++)
            for (var x = 0; x < bitmap.Width; x++)
                if (bitmap.GetPixel(x, y) != SKColors.White)
                    ink = ink.IsEmpty ? SKRectI.Create(x, y, 1, 1) : SKRectI.Union(ink, SKRectI.Create(x, y, 1, 1));
        return ink;
    }
}
