namespace OmniHelix.Rna.Tests;

public class SecondaryStructureTests
{
    [Theory]
    [InlineData("")]
    [InlineData("....")]
    [InlineData("((((...))))")]
    [InlineData("((..((...))..((....))..))..(...)")]
    [InlineData("((..[[..))..]]")]
    [InlineData("(([[{{<<AA))]]}}>>aa")]
    public void DotBracketSurvivesARoundTrip(string text)
    {
        var structure = SecondaryStructure.Parse(text);
        Assert.Equal(text, structure.ToDotBracket());
        Assert.Equal(structure, SecondaryStructure.FromPairs(text.Length, structure.Pairs));
    }

    [Fact]
    public void PairsAreZeroBasedAndOrdered()
    {
        var structure = SecondaryStructure.Parse("((..[))]");
        Assert.Equal([new BasePair(0, 6), new BasePair(1, 5), new BasePair(4, 7)], structure.Pairs);
        Assert.Equal([6, 5, -1, -1, 7, 1, 0, 4], structure.Partners.ToArray());
        Assert.False(structure.IsNested);
        Assert.True(SecondaryStructure.Parse("(())[.]").IsNested);
    }

    [Fact]
    public void UnpairedSignsOfWussAreRead() => Assert.Equal("(.....)", SecondaryStructure.Parse("(.,:_-)").ToDotBracket());

    [Theory]
    [InlineData("((..)", "OH1802", "column 1")]
    [InlineData("..)", "OH1802", "column 3")]
    [InlineData("(]", "OH1802", "column 1")]
    [InlineData("..?..", "OH1801", "column 3")]
    [InlineData("(\0)", "OH1801", "\\u0000")]
    [InlineData("(é)", "OH1801", "column 2")]
    [InlineData("( )", "OH1801", "column 2")]
    public void WrongTextIsRefusedWithItsColumn(string text, string code, string says)
    {
        var e = Assert.Throws<OmniException>(() => SecondaryStructure.Parse(text, "x.dbn:7"));
        Assert.Equal(code, e.Code);
        Assert.Equal("x.dbn:7", e.Place);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMillionBracketsAreMatchedWithoutRecursion()
    {
        var text = new string('(', 500_000) + "..." + new string(')', 500_000);
        Assert.Equal(500_000, SecondaryStructure.Parse(text).Pairs.Count);
        Assert.Throws<OmniException>(() => SecondaryStructure.Parse(new string('(', 1_000_000)));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 3)]
    public void ImpossiblePairsAreRefused(int a, int b) =>
        Assert.Equal(
            "OH1803", Assert.Throws<OmniException>(() => SecondaryStructure.FromPairs(5, [new BasePair(0, 3), new BasePair(a, b)])).Code);

    [Fact]
    public void RandomPairingsSurviveDotBracket()
    {
        var random = new Xoshiro256(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var order = Enumerable.Range(0, 24).ToArray();
            random.Shuffle<int>(order);
            var pairs = Enumerable.Range(0, random.Next(10))
                .Select(p => new BasePair(Math.Min(order[2 * p], order[2 * p + 1]), Math.Max(order[2 * p], order[2 * p + 1])));
            var structure = SecondaryStructure.FromPairs(24, pairs);
            Assert.Equal(structure, SecondaryStructure.Parse(structure.ToDotBracket()));
            var crosses = structure.Pairs.SelectMany(p => structure.Pairs, (p, q) => p.Crosses(q)).Any(x => x);
            Assert.Equal(!crosses, structure.IsNested);
        }
    }

    [Fact]
    public void MoreFamiliesThanBracketsAreRefused()
    {
        var structure = SecondaryStructure.FromPairs(62, Enumerable.Range(0, 31).Select(i => new BasePair(i, i + 31)));
        Assert.Equal("OH1804", Assert.Throws<OmniException>(structure.ToDotBracket).Code);
    }

    [Theory]
    [InlineData("(((..))", ".((..))", 1 / 5.0)]
    [InlineData(")).((", ".....", 1.0)]
    [InlineData("(([)])", "(([)])", 0.0)]
    [InlineData("((])", ".(.)", 2 / 4.0)]
    [InlineData("...", "...", 0.0)]
    [InlineData("", "", 0.0)]
    public void RepairKeepsMatchedPairsAndTheLength(string text, string repaired, double loss)
    {
        Assert.Equal(repaired, DotBracketRepair.Repair(text).ToDotBracket());
        Assert.Equal(loss, DotBracketRepair.ValidityLoss(text), 1e-7);
    }

    [Fact]
    public void RepairRefusesWhatIsNoStructure() =>
        Assert.Equal("OH1801", Assert.Throws<OmniException>(() => DotBracketRepair.Repair("(#)")).Code);

    [Theory]
    [InlineData('A', 'u', true)]
    [InlineData('T', 'A', true)]
    [InlineData('g', 't', true)]
    [InlineData('C', 'G', true)]
    [InlineData('A', 'C', false)]
    [InlineData('N', 'N', false)]
    [InlineData('U', 'T', false)]
    public void CanonicalPairs(char a, char b, bool canonical) => Assert.Equal(canonical, BasePair.IsCanonical(a, b));
}
