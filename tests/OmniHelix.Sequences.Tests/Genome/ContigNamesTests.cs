using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Genome;

public class ContigNamesTests
{
    [Theory]
    [InlineData("chr1", "1")]
    [InlineData("1", "1")]
    [InlineData("X", "chrX")]
    [InlineData("chrX", "chrX")]
    [InlineData("M", "MT")]
    [InlineData("chrM", "MT")]
    [InlineData("chrMT", "MT")]
    [InlineData("MT", "MT")]
    public void AContigIsFoundByEveryUsualName(string asked, string found) =>
        Assert.Equal(found, new ContigNames(["1", "chrX", "MT"], "g.fa").NameOf(asked));

    [Fact]
    public void AnExactNameWinsOverAnAlias()
    {
        var names = new ContigNames(["chr1", "1"], "g.fa");
        Assert.Equal(1, names.IndexOf("1"));
        Assert.Equal(0, names.IndexOf("chr1"));
    }

    [Fact]
    public void AnAliasOfTwoContigsIsRefusedAndBothAreNamed()
    {
        var names = new ContigNames(["chrM", "MT"], "g.fa");
        var error = Assert.Throws<OmniException>(() => names.IndexOf("M"));
        Assert.Equal("OH1020", error.Code);
        Assert.Contains("chrM or MT", error.Message, StringComparison.Ordinal);
        Assert.False(names.TryIndexOf("M", out _));
    }

    [Fact]
    public void AnUnknownContigIsAnErrorWithTheNearestName()
    {
        var error = Assert.Throws<OmniException>(
            () => new ContigNames(["scaffold_12", "scaffold_77"], "g.fa").IndexOf("scafold_12", "x.bed:3"));
        Assert.Equal(("OH1020", "x.bed:3"), (error.Code, error.Place));
        Assert.Contains("scaffold_12", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatStandsTwiceIsAnError() =>
        Assert.Equal("OH1022", Assert.Throws<OmniException>(() => new ContigNames(["a", "b", "a"], "g.fa")).Code);

    [Fact]
    public void ThePrefixAloneIsAName() => Assert.Equal("chr", ContigNames.Canonical("chr"));
}
