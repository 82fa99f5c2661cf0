using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

/// <summary>Two strands folded together.</summary>
public class StrandModelTests
{
    private const double DuplexStart = 4.10;

    [Theory]
    [InlineData(DangleModel.None, true)]
    [InlineData(DangleModel.Both, true)]
    [InlineData(DangleModel.Both, false)]
    public void WhichStrandComesFirstDoesNotMatter(DangleModel dangles, bool lonelyPairs)
    {
        var model = new StrandModel(new FoldingOptions { Dangles = dangles, LonelyPairs = lonelyPairs });
        var random = new Xoshiro256(41);
        var bound = 0;
        for (var round = 0; round < 20; round++)
        {
            var first = RandomProblem.Next(random, 20 + round).Sequence;
            var second = RandomProblem.Next(random, 35).Sequence;

            var (one, other) = (model.Fold(first, second), model.Fold(second, first));

            Assert.Equal(one.Energy, other.Energy);
            if (one.Structure.Pairs.Any(pair => pair.Open < first.Length && pair.Close >= first.Length)) bound++;
            var (all, turned) = (model.Ensemble(first, second), model.Ensemble(second, first));
            Assert.Equal(all.Bound, turned.Bound, 8);
            Assert.Equal(all.Whole, turned.Whole, 8);
            Assert.Equal(all.First, turned.Second, 8);
            Assert.True(all.Whole <= Math.Min(all.Bound, all.First + all.Second));
        }
        Assert.InRange(bound, 3, 20);
    }

    [Fact]
    public void AStrandAloneIsThatOfTheUsualModel()
    {
        var random = new Xoshiro256(8);
        var (first, second) = (RandomProblem.Next(random, 70).Sequence, RandomProblem.Next(random, 50).Sequence);
        var usual = new EnergyModel();

        var ensemble = new StrandModel().Ensemble(first, second);

        Assert.Equal(usual.Ensemble(first).Energy, ensemble.First, 8);
        Assert.Equal(usual.Ensemble(second).Energy, ensemble.Second, 8);
        // With nothing to pair with, the other strand is apart.
        var apart = new StrandModel().Fold(first, "NNNNNN");
        Assert.Equal(usual.Fold(first).Energy, apart.Energy);
        Assert.Equal(double.PositiveInfinity, new StrandModel().Ensemble(first, "NNNNNN").Bound);
    }

    [Fact]
    public void ThePairsOfAHelixCountAsInOneStrand()
    {
        // Stacks of one hairpin, without its loop; its last pair ends the helix on both sides.
        var model = new StrandModel(new FoldingOptions { Dangles = DangleModel.None });
        var hairpin = new EnergyModel(new FoldingOptions { Dangles = DangleModel.None }).Evaluate(
            "GGCAGAAAACUGCC", SecondaryStructure.Parse("(((((....)))))"));
        var stacks = hairpin.Loops.Where(loop => loop.Kind == LoopKind.Stack).Sum(loop => loop.Energy);

        var folded = model.Fold("GGCAG", "CUGCC");

        Assert.Equal("((((()))))", folded.Structure.ToDotBracket());
        Assert.Equal(stacks + DuplexStart, folded.Energy, 9);
        var duplex = model.Hybridise("GGCAG", "CUGCC")!;
        Assert.Equal(folded.Energy, duplex.Energy);
        Assert.Equal("(((((&)))))", duplex.ToDotBracket(5, 5));
    }

    [Fact]
    public void ADuplexIsOneOfTheStructuresOfBothStrands()
    {
        var model = new StrandModel();
        var random = new Xoshiro256(3);
        for (var round = 0; round < 20; round++)
        {
            var (first, second) = (RandomProblem.Next(random, 25).Sequence, RandomProblem.Next(random, 30).Sequence);

            var duplex = model.Hybridise(first, second)!;

            Assert.True(duplex.Energy >= model.Fold(first, second).Energy);
            Assert.Equal(duplex.Pairs.OrderBy(pair => pair.Open), duplex.Pairs);
            Assert.Equal(duplex.Pairs.OrderByDescending(pair => pair.Close), duplex.Pairs);
            Assert.All(duplex.Pairs, pair => Assert.True(BasePair.IsCanonical(first[pair.Open], second[pair.Close])));
        }
        Assert.Null(model.Hybridise("AAAA", "AAAAAA"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("A", "")]
    [InlineData("", "GGGGAAAACCCC")]
    public void AnEmptyStrandChangesNothing(string first, string second)
    {
        var folded = new StrandModel().Fold(first, second);

        Assert.Equal(new EnergyModel().Fold(first + second), folded);
        Assert.Null(new StrandModel().Hybridise(first, second));
    }

    [Fact]
    public void WhatIsNotKnownOfStrandsIsRefused()
    {
        foreach (var options in new FoldingOptions[]
        {
            new() { Circular = true },
            new() { Dangles = DangleModel.Coaxial },
            new() { MaximumSpan = 30 },
        })
            Assert.Equal("OH1850", Assert.Throws<UsageException>(() => new StrandModel(options)).Code);
    }
}
