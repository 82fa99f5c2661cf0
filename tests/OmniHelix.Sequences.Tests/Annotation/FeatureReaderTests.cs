using System.Text;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Tests.Annotation;

public class FeatureReaderTests
{
    private const string Line = "chr1\tHAVANA\texon\t11\t20\t.\t-\t.\t";

    [Fact]
    public void AGtfLineIsAFeature()
    {
        var feature = Assert.Single(
            Gtf("#!genome-build\n\nchr1\tHAVANA\tCDS\t11\t20\t0.5\t-\t2\tgene_id \"G;1\"; level 2;  tag \"basic\"; tag \"CCDS\";\n"));
        Assert.Equal(new GenomicInterval("chr1", 10, 20, Strand.Reverse), feature.Interval);
        Assert.Equal(("HAVANA", "CDS", 0.5, 2, 3L), (feature.Source, feature.Type, feature.Score, feature.Phase, feature.Line));
        Assert.Equal(("G;1", "2", null), (feature.Attributes["gene_id"], feature.Attributes["level"], feature.Attributes["none"]));
        Assert.Equal("basic", feature.Attributes["tag"]);
    }

    [Fact]
    public void AGff3LineIsAFeature()
    {
        var features = Gff3(
            "##gff-version 3\n##sequence-region chr1 1 100\n"
                + "chr%201\t.\tmRNA\t1\t9\t.\t?\t.\tID=t%3B1;Parent=g1,g2;Note=é%2C\n###\n"
                + "chr1\t.\tgene\t1\t1\t.\t+\t.\t.\n##FASTA\n>chr1\nACGT\n");
        Assert.Equal(2, features.Count);
        Assert.Equal(new GenomicInterval("chr 1", 0, 9), features[0].Interval);
        Assert.Equal(("t;1", "é,"), (features[0].Attributes["ID"], features[0].Attributes["Note"]));
        Assert.Equal("g1", features[0].Attributes["Parent"]);
        Assert.Null(features[1].Attributes["ID"]);
    }

    [Theory]
    [InlineData("chr1\tx\texon\t1\t2\t.\t+\t.\n", "8 columns")]
    [InlineData("chr1 x exon 1 2 . + . gene_id \"a\";\n", "1 column,")]
    [InlineData("\tx\texon\t1\t2\t.\t+\t.\tgene_id \"a\";\n", "column 1")]
    [InlineData("chr1\tx\t\t1\t2\t.\t+\t.\tgene_id \"a\";\n", "column 3")]
    [InlineData("chr1\tx\texon\t0\t2\t.\t+\t.\tgene_id \"a\";\n", "column 4")]
    [InlineData("chr1\tx\texon\t-1\t2\t.\t+\t.\tgene_id \"a\";\n", "column 4")]
    [InlineData("chr1\tx\texon\t1\t99999999999999999999\t.\t+\t.\tgene_id \"a\";\n", "column 5")]
    [InlineData("chr1\tx\texon\t3\t2\t.\t+\t.\tgene_id \"a\";\n", "lies before")]
    [InlineData("chr1\tx\texon\t1\t2\thigh\t+\t.\tgene_id \"a\";\n", "column 6")]
    [InlineData("chr1\tx\texon\t1\t2\t.\t*\t.\tgene_id \"a\";\n", "column 7")]
    [InlineData("chr1\tx\texon\t1\t2\t.\t+\t3\tgene_id \"a\";\n", "column 8")]
    [InlineData("chr1\tx\texon\t1\t2\0\t.\t+\t.\tgene_id \"a\";\n", "byte 16 is NUL")]
    [InlineData(Line + "gene_id \"a\n", "not closed")]
    [InlineData(Line + "gene_id\n", "no name and value")]
    [InlineData(Line + "gene_id \"a\" tag \"b\";\n", "a semicolon was expected")]
    [InlineData(Line + "gene_id ;\n", "has no value")]
    public void WhatIsNoGtfFeatureIsNamedWithItsLine(string text, string why) => Refused(() => Gtf(text), why);

    [Theory]
    [InlineData(Line + "ID\n", "no name=value")]
    [InlineData(Line + "=x\n", "no name=value")]
    [InlineData(Line + "ID=a%2\n", "hexadecimal")]
    [InlineData(Line + "ID=a%zz\n", "hexadecimal")]
    [InlineData("chr%1\tx\texon\t1\t2\t.\t+\t.\tID=a\n", "column 1")]
    [InlineData(Line + "gene_id \"a\";\n", "no name=value")]
    public void WhatIsNoGff3FeatureIsNamedWithItsLine(string text, string why) => Refused(() => Gff3(text), why);

    [Fact]
    public void AFeatureBeyondTheGenomeIsAnError()
    {
        var genome = new ContigLengths(new ContigNames(["1"], "g.fa"), [15]);
        var error = Assert.Throws<OmniException>(
            () => FeatureReader.Read(Stream(Line + "gene_id \"a\";\n"), "x.gtf", false, genome).ToList());
        Assert.Equal(("OH1034", "x.gtf:1"), (error.Code, error.Place));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnyBytesGiveFeaturesOrAnErrorOfTheFamily(bool isGff3)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var bytes = Encoding.Latin1.GetBytes(Line + "ID=a;b \"c")
                .Select((b, i) => Bytes.Random(80, seed)[i] < 40 ? Bytes.Random(80, seed + 1)[i] : b).ToArray();
            try
            {
                var features = FeatureReader.Read(new MemoryStream(bytes), "x", isGff3, null);
                Assert.All(features, f => Assert.InRange(f.Interval.Start, 0, f.Interval.End));
            }
            catch (OmniException e)
            {
                Assert.Equal("OH1035", e.Code);
            }
        }
    }

    private static void Refused(Action read, string why)
    {
        var error = Assert.Throws<OmniException>(read);
        Assert.Equal(("OH1035", "x:1"), (error.Code, error.Place));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private static List<Feature> Gtf(string text) => [.. FeatureReader.Read(Stream(text), "x", isGff3: false, null)];

    private static List<Feature> Gff3(string text) => [.. FeatureReader.Read(Stream(text), "x", isGff3: true, null)];

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
