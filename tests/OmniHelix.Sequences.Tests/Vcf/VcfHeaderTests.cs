using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

public class VcfHeaderTests
{
    private static VcfHeader Header(string meta, string columns = VcfText.Columns)
    {
        using var reader = VcfText.Read("##fileformat=VCFv4.2\n" + meta + columns + "\n");
        return reader.Header;
    }

    [Fact]
    public void DefinitionsContigsAndSamplesAreTyped()
    {
        using var reader = VcfText.Read(VcfText.Of(["p", "q"]));
        var header = reader.Header;
        Assert.Equal(["p", "q"], header.Samples);
        Assert.Equal([new VcfContig("1", 24000), new VcfContig("2", null)], header.Contigs);
        Assert.Equal(
            new VcfField("AF", new(VcfNumberKind.PerAlternate), VcfValueType.Float, "Frequency, a \"quoted\" one"), header.Info["AF"]);
        Assert.Equal(new VcfField("DB", new(VcfNumberKind.Fixed), VcfValueType.Flag, "Known"), header.Info["DB"]);
        Assert.Equal(VcfNumberKind.PerAllele, header.Format["AD"].Number.Kind);
        Assert.Equal(["PASS", "lowq"], header.Filters.Keys);
        Assert.Equal(13, header.MetaLines.Count);
        Assert.False(reader.TryRead());
    }

    [Fact]
    public void ASampleIsFoundByNameAndANearNameIsSuggested()
    {
        using var reader = VcfText.Read(VcfText.Of(["NA12878", "NA12891"]));
        Assert.Equal(1, reader.Header.SampleIndex("NA12891"));
        var error = Assert.Throws<OmniException>(() => reader.Header.SampleIndex("NA12879"));
        Assert.Equal(("OH1064", "Did you mean 'NA12878'?"), (error.Code, error.Advice));
    }

    [Fact]
    public void WhatIsDeclaredTwiceIsNoticedAndTheFirstOneCounts()
    {
        var header = Header(
            "##INFO=<ID=A,Number=1,Type=Integer,Description=\"x\">\n##INFO=<ID=A,Number=.,Type=String,Description=\"y\">\n"
                + "##contig=<ID=1,length=5>\n##contig=<ID=1,length=6>\n");
        Assert.Equal(VcfValueType.Integer, header.Info["A"].Type);
        Assert.Equal(5, header.Contigs[0].Length);
        Assert.Equal(2, header.Notices.Count);
    }

    [Fact]
    public void LinesOfUnknownKeysAreKeptUnread() =>
        Assert.Contains("##commandline=<x", Header("##commandline=<x\n##source=\n##\n").MetaLines);

    [Theory]
    [InlineData("", "OH1005", "x.vcf")]
    [InlineData("#CHROM\tPOS\n", "OH1060", "x.vcf:1")]
    [InlineData("@SQ\n", "OH1060", "x.vcf:1")]
    [InlineData("##fileformat=VCFv4.2\n", "OH1062", "x.vcf:1")]
    [InlineData("##fileformat=VCFv4.2\n1\t1\t.\tA\tC\t.\t.\t.\n", "OH1062", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n\n" + VcfText.Columns + "\n", "OH1062", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n#CHROM POS ID REF ALT QUAL FILTER INFO\n", "OH1062", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tINFO\n", "OH1062", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n" + VcfText.Columns + "\tp\n", "OH1062", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n" + VcfText.Columns + "\tFORMAT\tp\t\n", "OH1062", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n" + VcfText.Columns + "\tFORMAT\tp\tq\tp\n", "OH1063", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n##INFO=<ID=A,Number=1,Type=Integer,Description=\"x>\n", "OH1061", "x.vcf:2, column 51")]
    [InlineData("##fileformat=VCFv4.2\n##INFO=<ID=A,Number=1,Type=Integer\n", "OH1061", "x.vcf:2, column 35")]
    [InlineData("##fileformat=VCFv4.2\n##INFO=<ID=A,Number=x,Type=Integer>\n", "OH1061", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n##INFO=<ID=A,Number=-1,Type=Integer>\n", "OH1061", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n##INFO=<ID=A,Number=99999999999,Type=Integer>\n", "OH1061", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n##INFO=<ID=A,Number=1,Type=3>\n", "OH1061", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n##INFO=<ID=A,Number=1,Type=integer>\n", "OH1061", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n##FORMAT=<Number=1,Type=Integer>\n", "OH1061", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n##contig=<ID=1,length=many>\n", "OH1061", "x.vcf:2")]
    [InlineData("##fileformat=VCFv4.2\n##contig=<>\n", "OH1061", "x.vcf:2, column 12")]
    public void ABrokenHeaderNamesWhatAndWhere(string text, string code, string place)
    {
        var error = VcfText.Fails(text);
        Assert.Equal((code, place), (error.Code, error.Place));
    }
}
