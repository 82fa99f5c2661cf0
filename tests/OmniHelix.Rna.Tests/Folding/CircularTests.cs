using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

/// <summary>RNA whose last base is joined to its first.</summary>
public class CircularTests
{
    private const double Thermal = 0.00198717 * 310.15;

    [Theory]
    [InlineData(DangleModel.None)]
    [InlineData(DangleModel.Both)]
    public void NoStructureHasLessEnergyThanTheFolded(DangleModel dangles)
    {
        var model = new EnergyModel(new FoldingOptions { Dangles = dangles, Circular = true });
        var random = new Xoshiro256(12);
        var kinds = new HashSet<int>();
        for (var round = 0; round < 12; round++)
        {
            var sequence = Dense(random, 19);

            var folded = model.Fold(sequence);

            Assert.Equal(AllStructures.Of(sequence).Min(structure => model.Evaluate(sequence, structure).Energy), folded.Energy);
            Assert.Equal(folded.Energy, model.Evaluate(sequence, folded.Structure).Energy);
            kinds.Add(model.Evaluate(sequence, folded.Structure).Loops[0].Inner.Count);
        }
        Assert.True(kinds.Count > 1);
    }

    [Fact]
    public void TheEnsembleSumsOverEveryStructureOnce()
    {
        var model = new EnergyModel(new FoldingOptions { Dangles = DangleModel.None, Circular = true });
        var random = new Xoshiro256(5);
        for (var round = 0; round < 5; round++)
        {
            // Long enough for three helices around the joined ends.
            var sequence = Dense(random, 19);
            var all = AllStructures.Of(sequence)
                .Select(structure => (structure, Weight: Math.Exp(-model.Evaluate(sequence, structure).Energy / Thermal)))
                .ToList();
            var sum = all.Sum(one => one.Weight);

            var ensemble = model.Ensemble(sequence);

            Assert.Contains(all, one => one.Weight > 0 && one.structure.Pairs.Count == 3 && IsOpen(one.structure));
            Assert.Equal(-Thermal * Math.Log(sum), ensemble.Energy, 9);
            for (var i = 0; i < sequence.Length; i++)
                for (var j = i + 1; j < sequence.Length; j++)
                {
                    var share = all.Where(one => one.structure.Partners[i] == j).Sum(one => one.Weight) / sum;
                    Assert.Equal(share, ensemble[i, j], 9);
                }
        }

        static bool IsOpen(SecondaryStructure structure) => structure.Pairs.All(pair => pair.Close - pair.Open < 7);
    }

    [Fact]
    public void WhereTheCircleIsCutDoesNotMatter()
    {
        var model = new EnergyModel(new FoldingOptions { Circular = true });
        var sequence = RandomProblem.Next(new Xoshiro256(3), 90).Sequence;
        var (energy, ensemble) = (model.Fold(sequence).Energy, model.Ensemble(sequence));
        foreach (var cut in new[] { 1, 17, 45, 89 })
        {
            var turned = sequence[cut..] + sequence[..cut];
            Assert.Equal(energy, model.Fold(turned).Energy);
            var other = model.Ensemble(turned);
            Assert.Equal(ensemble.Energy, other.Energy, 9);
            foreach (var (pair, probability) in ensemble.Pairs(0.01))
                Assert.Equal(probability, other[(pair.Open - cut + 90) % 90, (pair.Close - cut + 90) % 90], 9);
        }
    }

    [Fact]
    public void ConstraintsAndEnergiesOfBasesReachAroundTheJoinedEnds()
    {
        var model = new EnergyModel(new FoldingOptions { Circular = true });
        var sequence = RandomProblem.Next(new Xoshiro256(4), 60).Sequence;
        var energies = PseudoEnergies.Of([.. Enumerable.Range(0, 60).Select(at => at % 7 * 0.1)]);
        var folded = model.Fold(sequence, pseudoEnergies: energies);
        var cost = Enumerable.Range(0, 60).Where(at => folded.Structure.Partners[at] < 0).Sum(at => at % 7 * 0.1);
        Assert.Equal(folded.Energy, model.Evaluate(sequence, folded.Structure).Energy + cost, 9);

        var forced = FoldingConstraint.Parse("|" + new string('.', 58) + "|", enforce: true);
        Assert.DoesNotContain('.', model.Fold(sequence, forced).Structure.ToDotBracket()[..1]);
        Assert.Equal(1, 1 - model.Ensemble(sequence, forced).Unpaired[0], 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("GGGGCCCC")]
    public void ShortCirclesStayOpen(string sequence)
    {
        var model = new EnergyModel(new FoldingOptions { Circular = true });

        var folded = model.Fold(sequence);

        Assert.Empty(folded.Structure.Pairs);
        Assert.Equal(Math.Round(150 * Thermal * Math.Log(Math.Max(1, sequence.Length))) / 100, folded.Energy);
    }

    [Fact]
    public void WhatIsNotKnownOfCirclesIsRefused()
    {
        foreach (var options in new FoldingOptions[]
        {
            new() { Circular = true, Dangles = DangleModel.Unpaired },
            new() { Circular = true, LonelyPairs = false },
            new() { Circular = true, MaximumSpan = 30 },
        })
            Assert.Equal("OH1850", Assert.Throws<UsageException>(() => new EnergyModel(options)).Code);
        var model = new EnergyModel(new FoldingOptions { Circular = true });
        Assert.Equal("OH1850", Assert.Throws<UsageException>(() => model.Suboptimal("GGGGAAAACCCC", 1)).Code);
        Assert.Equal("OH1850", Assert.Throws<UsageException>(() => model.Sample("GGGGAAAACCCC", 1, 0)).Code);
    }

    private static string Dense(Xoshiro256 random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => "GGCCA"[random.Next(5)]));
}
