using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Genome;

public class GenomicRegionTests
{
    private static readonly ContigNames Names = new(["chr1", "2", "HLA:B*07", "HLA"], "g.fa");

    [Theory]
    [InlineData("chr1", "chr1", 0, GenomicRegion.ToTheEnd)]
    [InlineData("1", "chr1", 0, GenomicRegion.ToTheEnd)]
    [InlineData("1:5-9", "chr1", 4, 9)]
    [InlineData("chr2:1,000-2,000", "2", 999, 2000)]
    [InlineData("chr1:10", "chr1", 9, GenomicRegion.ToTheEnd)]
    [InlineData("chr1:10-", "chr1", 9, GenomicRegion.ToTheEnd)]
    [InlineData("chr1:-10", "chr1", 0, 10)]
    [InlineData("HLA:B*07", "HLA:B*07", 0, GenomicRegion.ToTheEnd)]
    [InlineData("HLA:B*07:5-9", "HLA:B*07", 4, 9)]
    [InlineData("{HLA:B*07}:5-9", "HLA:B*07", 4, 9)]
    [InlineData("{HLA}:5-9", "HLA", 4, 9)]
    [InlineData("chr1:0-5", "chr1", -1, 5)]
    public void ARegionIsReadAsWritten(string text, string contig, long start, long end) =>
        Assert.Equal(new GenomicRegion(contig, start, end, text), GenomicRegion.Parse(text, Names));

    [Theory]
    [InlineData("chr1:20-10", "OH1023")]
    [InlineData("chr1:abc", "OH1023")]
    [InlineData("chr1:1-2-3", "OH1023")]
    [InlineData("chr1:-", "OH1023")]
    [InlineData("chr1:+5-9", "OH1023")]
    [InlineData("chr1:99999999999999999999-5", "OH1023")]
    [InlineData("chr1:,5-9", "OH1023")]
    [InlineData("chr1:0-0", "OH1023")]
    [InlineData("chr1:-1-3", "OH1023")]
    [InlineData("{chr1", "OH1023")]
    [InlineData("{chr1}5", "OH1023")]
    [InlineData("nope", "OH1020")]
    [InlineData("nope:1-5", "OH1020")]
    [InlineData("", "OH1020")]
    public void WhatIsNoRegionIsAnError(string text, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => GenomicRegion.Parse(text, Names)).Code);

    [Theory]
    [InlineData("chr1:150-400", 149, 157)]
    [InlineData("chr1:400-500", 157, 157)]
    [InlineData("chr1:0-5", 157, 157)]
    [InlineData("chr1", 0, 157)]
    public void APartOutsideTheContigIsCut(string text, long start, long end) =>
        Assert.Equal((start, end), GenomicRegion.Parse(text, Names).Within(157));

    [Theory]
    [InlineData("chr1:0-3")]
    [InlineData("chr1:0")]
    [InlineData("chr1:0-")]
    [InlineData("chr1:-5-14")]
    [InlineData("chr1:-5--1")]
    public void ARegionOfAFileWithoutSequencesBeginsAtItsFirstBaseOrBehindIt(string text) =>
        Assert.Contains(
            "it begins before the first base", Assert.Throws<OmniException>(() => GenomicRegion.Parse(text)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("chr1:1,000", 999, 1000)]
    [InlineData("chr1:1000-", 999, GenomicRegion.ToTheEnd)]
    [InlineData("chr1:1000-1001", 999, 1001)]
    [InlineData("chr1", 0, GenomicRegion.ToTheEnd)]
    public void ALonePositionIsOneBaseWhereBcftoolsTakesItForOne(string text, long start, long end)
    {
        var region = GenomicRegion.Parse(text, loneIsOneBase: true);
        Assert.Equal((start, end), (region.Start, region.End));
    }
}
