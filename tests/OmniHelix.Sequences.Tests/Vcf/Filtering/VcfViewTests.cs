using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Tests.Vcf.Filtering;

public class VcfViewTests
{
    private static readonly string[] Mixed =
        ["1 5 . A C 9 . . GT 0 0 0", "1 6 . A C,AT 9 PASS . GT 0 0 0", "1 7 . A . 9 a;b . GT 0 0 0", "1 8 . A T 2 b . GT 0 0 0"];

    [Fact]
    public void AViewOfSomePeopleCountsAllelesAnew() =>
        Assert.Equal(
            ["1 5 . A C,G . . DP=3;AC=1,0;AN=3 GT 1 0|0", "1 6 . A . . . AN=2 GT . 0/0"],
            View(new() { Samples = ["r", "p"] }, "1 5 . A C,G . . DP=3 GT 0|0 2|1 1", "1 6 . A . . . . GT 0/0 0/0 ."));

    [Fact]
    public void CountsReplaceThoseThatWereThere() =>
        Assert.Equal(
            ["1 5 . A C . . AC=2;DP=3;AN=5 GT 0|0 1|1 0"],
            View(new() { MinimumCount = 2 }, "1 5 . A C . . AC=9;DP=3 GT 0|0 1|1 0", "1 6 . A C . . . GT 0|0 0|1 0"));

    [Fact]
    public void CountsOfTheFileAreTakenWhereItHasBoth() =>
        Assert.Equal(
            ["1 5 . A C . . AC=9;AN=12 GT 0|0 0|0 0"],
            View(new() { MinimumCount = 5 }, "1 5 . A C . . AC=9;AN=12 GT 0|0 0|0 0", "1 6 . A C . . AC=x;AN=12 GT 0|0 0|1 0"));

    [Theory]
    [InlineData(CountedAllele.NonReference, "5 6")]
    [InlineData(CountedAllele.FirstAlternate, "5")]
    [InlineData(CountedAllele.Minor, "5")]
    [InlineData(CountedAllele.Major, "5 6 7")]
    [InlineData(CountedAllele.NonMajor, "5 6")]
    public void CountsCanBeOfAnyAllele(CountedAllele counted, string kept)
    {
        string[] records = ["1 5 . A C . . . GT 0|0 1|1 0", "1 6 . A C,G . . . GT 1|2 2|2 0", "1 7 . A C . . . GT 0|0 0|1 0"];
        Assert.Equal(kept, VcfLines.Column(View(new() { MinimumCount = 2, Counted = counted }, records), 1));
    }

    [Fact]
    public void RecordsAreChosenByKindNumberOfAllelesFilterAndExpression()
    {
        Assert.Equal("5 6 8", Kept(new() { Kinds = VariantKinds.Snp }));
        Assert.Equal("7", Kept(new() { Kinds = VariantKinds.Reference }));
        Assert.Equal("5 7 8", Kept(new() { WithoutKinds = VariantKinds.Indel }));
        Assert.Equal("5 8", Kept(new() { MinimumAlleles = 2, MaximumAlleles = 2 }));
        Assert.Equal("6", Kept(new() { Filters = ["PASS"] }));
        Assert.Equal("5 7 8", Kept(new() { Filters = [".", "b"] }));
        Assert.Equal("5 6 7", Kept(new() { Include = "QUAL>5" }));
        Assert.Equal("8", Kept(new() { Exclude = "QUAL>5" }));
        Assert.Equal("5 6 7 8", Kept(new() { Samples = ["q"], ExcludeSamples = true }));

        static string Kept(VcfViewOptions options) => VcfLines.Column(View(options, Mixed), 1);
    }

    [Fact]
    public void ASoftFilterMarksAndKeeps()
    {
        Assert.Equal(
            "weak weak weak PASS",
            VcfLines.Column(View(new() { Exclude = "QUAL>5", SoftFilter = "weak" }, [.. Mixed[..3], "1 8 . A T 2 . . GT 0 0 0"]), 6));
        Assert.Equal(
            "PASS PASS a;b b;weak",
            VcfLines.Column(View(new() { Include = "QUAL>5", SoftFilter = "weak", AppendFilter = true }, Mixed), 6));
        Assert.Equal(
            "PASS PASS a;b b", VcfLines.Column(View(new() { Include = "QUAL>5", SoftFilter = "b", AppendFilter = true }, Mixed), 6));
        using var source = VcfLines.Source(Mixed);
        VcfViewCounts? counts = null;
        var options = new VcfViewOptions { Include = "TYPE=\"snp\"", SoftFilter = "other" };
        var lines = VcfLines.Text(writer => counts = VcfView.Run(source, writer, options)).ToList();
        Assert.Contains("##FILTER=<ID=other,Description=\"Set if not true: TYPE=\\\"snp\\\"\">", lines);
        Assert.Equal(new(4, 4, 2), counts);
    }

    [Fact]
    public void GenotypesCanBeDropped()
    {
        using var source = VcfLines.Source("1 5 . A C . . DP=3 GT 0|0 1|1 0");
        var lines = VcfLines.Text(writer => VcfView.Run(source, writer, new() { DropGenotypes = true, MinimumCount = 1 })).ToList();
        Assert.Equal("#CHROM POS ID REF ALT QUAL FILTER INFO", lines[^2]);
        Assert.Equal("1 5 . A C . . DP=3;AC=2;AN=5", lines[^1]);
    }

    [Fact]
    public void UnknownPeopleAreRefused() =>
        Assert.Equal("OH1064", Assert.Throws<OmniException>(() => View(new() { Samples = ["x"] }, "1 5 . A C 9 . . GT 0 0 0")).Code);

    private static List<string> View(VcfViewOptions options, params string[] records)
    {
        using var source = VcfLines.Source(records);
        return VcfLines.Written(writer => VcfView.Run(source, writer, options));
    }
}
