using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

/// <summary>All structures near the least energy.</summary>
public class SuboptimalTests
{
    [Theory]
    [InlineData(DangleModel.None)]
    [InlineData(DangleModel.Both)]
    public void EveryStructureOfTheBandIsThereOnceInOrder(DangleModel dangles)
    {
        var model = new EnergyModel(new FoldingOptions { Dangles = dangles });
        var random = new Xoshiro256(31);
        for (var round = 0; round < 8; round++)
        {
            // Many pairs in few bases, so that there are multiloops.
            var sequence = "GGCA" + string.Concat(Enumerable.Range(0, 14).Select(_ => "GGCCA"[random.Next(5)])) + "UGCC";
            var all = AllStructures.Of(sequence)
                .Select(structure => new FoldedStructure(structure, model.Evaluate(sequence, structure).Energy))
                .OrderBy(one => one.Energy).ThenBy(one => one.Structure.ToDotBracket(), StringComparer.Ordinal)
                .ToList();
            var expected = all.TakeWhile(one => one.Energy <= all[0].Energy + 10 + 1e-9).ToList();

            var near = model.Suboptimal(sequence, 10);

            Assert.True(expected.Count > 20);
            Assert.Equal(expected, near.Structures);
            Assert.Equal(10, near.Band);
        }
    }

    [Fact]
    public void ALimitMakesTheBandNarrowerAndKeepsItWhole()
    {
        var model = new EnergyModel();
        var sequence = RandomProblem.Next(new Xoshiro256(4), 70).Sequence;
        var all = model.Suboptimal(sequence, 5);

        var some = model.Suboptimal(sequence, 5, limit: 100);

        Assert.True(all.Structures.Count > 100);
        Assert.InRange(some.Structures.Count, 1, 100);
        Assert.InRange(some.Band, 0, 4.99);
        Assert.Equal(all.Structures.Take(some.Structures.Count), some.Structures);
        // The next hundredth would be too many.
        var least = all.Structures[0].Energy;
        Assert.True(all.Structures.Count(one => one.Energy <= least + some.Band + 0.0101) > 100);
        Assert.All(some.Structures, one => Assert.True(one.Energy <= least + some.Band + 1e-9));
    }

    [Fact]
    public void WhereTheLeastEnergyIsThatOfTooManyItIsSaid()
    {
        var model = new EnergyModel();
        var random = new Xoshiro256(6);
        var sequences = Enumerable.Range(0, 200).Select(_ => RandomProblem.Next(random, 60).Sequence);
        var sequence = sequences.First(sequence => model.Suboptimal(sequence, 0).Structures.Count == 2);

        var error = Assert.Throws<OmniException>(() => model.Suboptimal(sequence, 3, limit: 1));

        Assert.Equal("OH1870", error.Code);
    }

    [Fact]
    public void LongSequencesAreListedWithinTheirLimit()
    {
        var model = new EnergyModel();
        var sequence = RandomProblem.Next(new Xoshiro256(14), 1500).Sequence;

        var near = model.Suboptimal(sequence, 5, limit: 500);

        Assert.Equal(model.Fold(sequence).Energy, near.Structures[0].Energy);
        Assert.InRange(near.Structures.Count, 2, 500);
        Assert.Equal(near.Structures.Count, near.Structures.Distinct().Count());
        Assert.All(near.Structures, one => Assert.Equal(one.Energy, model.Evaluate(sequence, one.Structure).Energy));
    }

    [Fact]
    public void ConstraintsAndEnergiesOfBasesHold()
    {
        const string sequence = "GGGGAAAACCCCAAGGGGAAAACCCC";
        var model = new EnergyModel();
        var constraint = FoldingConstraint.Parse("....xxxx||||..............", enforce: true);
        var energies = PseudoEnergies.Of([.. Enumerable.Repeat(0.1, sequence.Length)]);

        var near = model.Suboptimal(sequence, 12, constraint: constraint, pseudoEnergies: energies);

        Assert.True(near.Structures.Count > 5);
        Assert.Equal(model.Fold(sequence, constraint, energies).Energy, near.Structures[0].Energy);
        Assert.All(near.Structures, one =>
        {
            Assert.Equal(-1, one.Structure.Partners[4..8].ToArray().Max());
            Assert.True(one.Structure.Partners[8..12].ToArray().Min() >= 0);
            var unpaired = sequence.Length - 2 * one.Structure.Pairs.Count;
            Assert.Equal(one.Energy, model.Evaluate(sequence, one.Structure).Energy + 0.1 * unpaired, 9);
        });
    }

    [Fact]
    public void WhatCannotPairHasOneStructure()
    {
        foreach (var sequence in new[] { "", "A", "NNNNNNNN" })
            Assert.Equal(sequence.Length, Assert.Single(new EnergyModel().Suboptimal(sequence, 10).Structures).Structure.Length);
    }
}
