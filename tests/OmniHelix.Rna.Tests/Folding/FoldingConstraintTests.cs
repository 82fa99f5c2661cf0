using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

public class FoldingConstraintTests
{
    private const string Sequence = "GGGGAAAACCCCAAAGGGGAAAACCCC";

    private static readonly EnergyModel Model = new();

    [Theory]
    [InlineData("xxxx.......................")]
    [InlineData("<<<<.......................")]
    [InlineData("...........|...............")]
    [InlineData("(.........................)")]
    public void AConstraintNeverLowersTheEnergy(string signs)
    {
        var constraint = FoldingConstraint.Parse(signs, enforce: true);

        var folded = Model.Fold(Sequence, constraint);

        Assert.True(folded.Energy >= Model.Fold(Sequence).Energy);
        Assert.Equal(folded.Energy, Model.Evaluate(Sequence, folded.Structure).Energy);
        Assert.True(Model.Ensemble(Sequence, constraint).Energy >= Model.Ensemble(Sequence).Energy - 1e-9);
    }

    [Fact]
    public void BasesThatMayNotPairDoNot()
    {
        var folded = Model.Fold(Sequence, FoldingConstraint.Parse("xxxx......................."));

        Assert.All(Enumerable.Range(0, 4), at => Assert.Equal(-1, folded.Structure.Partners[at]));
        Assert.NotEmpty(folded.Structure.Pairs);
    }

    [Fact]
    public void AnEnforcedPairIsThereEvenWhereItsBasesDoNotFit()
    {
        const string sequence = "AAAGAAAAAAGAAA";
        var constraint = FoldingConstraint.Parse("...(......)...", enforce: true);

        Assert.Equal(10, Model.Fold(sequence, constraint).Structure.Partners[3]);
        Assert.Equal(1, Model.Ensemble(sequence, constraint)[3, 10], 9);
    }

    [Fact]
    public void WhatNoStructureMeetsIsSaid()
    {
        var error = Assert.Throws<OmniException>(() => Model.Fold("AAAAAAAAAA", FoldingConstraint.Parse("|.........", enforce: true)));

        Assert.Equal("OH1854", error.Code);
    }

    [Theory]
    [InlineData("..(..", "column 3")]
    [InlineData(".)...", "column 2")]
    [InlineData("..?..", "column 3")]
    public void WrongSignsAreNamedWithTheirColumn(string signs, string place)
    {
        var error = Assert.Throws<OmniException>(() => FoldingConstraint.Parse(signs));

        Assert.Equal("OH1853", error.Code);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AConstraintOfAnotherLengthIsRefused()
    {
        var error = Assert.Throws<OmniException>(() => Model.Fold(Sequence, FoldingConstraint.Parse("....")));

        Assert.Equal("OH1810", error.Code);
    }

    [Fact]
    public void ListsThatContradictOneAnotherAreRefused()
    {
        Assert.Equal("OH1853", Code(() => FoldingConstraint.Of(10, [3], [], [3])));
        Assert.Equal("OH1853", Code(() => FoldingConstraint.Of(10, [], [new BasePair(2, 5)], [])));
        Assert.Equal("OH1853", Code(() => FoldingConstraint.Of(20, [], [new BasePair(0, 10), new BasePair(5, 15)], [])));
        Assert.Equal("OH1853", Code(() => FoldingConstraint.Of(10, [12], [], [])));

        static string Code(Func<FoldingConstraint> make) => Assert.Throws<OmniException>(make).Code;
    }
}
