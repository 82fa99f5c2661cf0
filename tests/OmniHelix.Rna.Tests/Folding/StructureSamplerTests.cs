using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

/// <summary>Structures drawn from an ensemble.</summary>
public class StructureSamplerTests
{
    private const int Draws = 20_000;

    [Theory]
    [InlineData(DangleModel.Both, true, null)]
    [InlineData(DangleModel.None, true, 30)]
    [InlineData(DangleModel.Both, false, null)]
    public void EveryPairIsDrawnAsOftenAsItIsProbable(DangleModel dangles, bool lonelyPairs, int? span)
    {
        var model = new EnergyModel(new FoldingOptions { Dangles = dangles, LonelyPairs = lonelyPairs, MaximumSpan = span });
        var sequence = RandomProblem.Next(new Xoshiro256(9), 80).Sequence;
        var ensemble = model.Ensemble(sequence);

        var counts = new Dictionary<BasePair, int>();
        foreach (var pair in model.Sample(sequence, Draws, seed: 5).SelectMany(structure => structure.Pairs))
            counts[pair] = counts.GetValueOrDefault(pair) + 1;

        Assert.True(counts.Count > 100);
        foreach (var pair in counts.Keys.Union(ensemble.Pairs(1e-4).Select(pair => pair.Pair)))
            AssertLikely(ensemble[pair.Open, pair.Close], counts.GetValueOrDefault(pair));
    }

    [Fact]
    public void EveryStructureIsDrawnAsOftenAsItIsProbable()
    {
        var model = new EnergyModel(new FoldingOptions { Dangles = DangleModel.None });
        const string sequence = "GGCAGGACGCAAGGCCAUGCC";
        var ensemble = model.Ensemble(sequence);

        var counts = model.Sample(sequence, Draws, seed: 1).GroupBy(structure => structure)
            .ToDictionary(group => group.Key, group => group.Count());

        foreach (var structure in AllStructures.Of(sequence))
            AssertLikely(ensemble.Frequency(model.Evaluate(sequence, structure).Energy), counts.GetValueOrDefault(structure));
    }

    [Fact]
    public void TheSameSeedDrawsTheSame()
    {
        var model = new EnergyModel();
        var sequence = RandomProblem.Next(new Xoshiro256(2), 120).Sequence;

        Assert.Equal(model.Sample(sequence, 20, seed: 3), model.Sample(sequence, 20, seed: 3));
        Assert.NotEqual(model.Sample(sequence, 20, seed: 3), model.Sample(sequence, 20, seed: 4));
        Assert.Empty(model.Sample(sequence, 0, seed: 3));
        Assert.Equal(2, model.Sample("", 2, seed: 3).Count);
    }

    [Fact]
    public void WhatIsDrawnMeetsTheConstraint()
    {
        var constraint = FoldingConstraint.Parse("||||..........xxxxxx......", enforce: true);

        var drawn = new EnergyModel().Sample("GGGGAAAACCCCAAGGGGAAAACCCC", 200, seed: 8, constraint);

        Assert.All(drawn, structure => Assert.True(structure.Partners[..4].ToArray().Min() >= 0));
        Assert.All(drawn, structure => Assert.Equal(-1, structure.Partners[14..20].ToArray().Max()));
    }

    // Five standard deviations of a binomial count, and a few more for what is rare.
    private static void AssertLikely(double probability, int count)
    {
        var deviation = Math.Sqrt(Draws * probability * Math.Max(0, 1 - probability));
        Assert.InRange(count, Draws * probability - 5 * deviation - 4, Draws * probability + 5 * deviation + 4);
    }
}
