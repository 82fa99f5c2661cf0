using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

/// <summary>Locally optimal structures.</summary>
public class LocalFoldingTests
{
    [Theory]
    [InlineData(DangleModel.Both, true)]
    [InlineData(DangleModel.None, true)]
    [InlineData(DangleModel.Unpaired, true)]
    [InlineData(DangleModel.Both, false)]
    public void StretchesMakeNoDifference(DangleModel dangles, bool lonelyPairs)
    {
        // Longer than three stretches, so that structures lie across their borders.
        var sequence = RandomProblem.Next(new Xoshiro256(17), 6300).Sequence;
        var model = new EnergyModel(new FoldingOptions { Dangles = dangles, LonelyPairs = lonelyPairs, MaximumSpan = 60 });
        var found = new List<LocalStructure>();

        var energy = model.FoldLocally(sequence, found.Add);

        Assert.Equal(model.Fold(sequence).Energy, energy);
        Assert.True(found.Count > 500);
        Assert.Equal(found.OrderByDescending(local => local.Start), found);
        Assert.All(found, local => Assert.True(local.Structure.Pairs[0].Close <= 59));
        Assert.All(found, local => Assert.InRange(local.Structure.Pairs[0].Open, 0, dangles == DangleModel.Unpaired ? 1 : 0));
        // With the bases beside it.
        foreach (var local in found.Where(local => local.Start > 0 && dangles != DangleModel.Unpaired))
        {
            var with = Math.Min(local.Structure.Length + 1, sequence.Length - local.Start) + 1;
            var pairs = local.Structure.Pairs.Select(pair => new BasePair(pair.Open + 1, pair.Close + 1));
            var alone = model.Evaluate(sequence.AsSpan(local.Start - 1, with), SecondaryStructure.FromPairs(with, pairs));
            Assert.Equal(local.Energy, alone.Energy);
        }
    }

    [Fact]
    public void AStructureWithinAnotherIsNotListed()
    {
        var found = new List<LocalStructure>();
        var model = new EnergyModel(new FoldingOptions { MaximumSpan = 40 });

        model.FoldLocally($"AAAAAAGAAGGGUUCGCCCUUC{new string('A', 50)}GGGCUUCGGCCCAAA", found.Add);

        Assert.Equal([72, 6], found.Select(local => local.Start));
        Assert.Equal(["((((....)))).", "((((((....))))))."], found.Select(local => local.Structure.ToDotBracket()));
    }

    [Fact]
    public void MemoryDoesNotGrowWithTheSequence()
    {
        var model = new EnergyModel(new FoldingOptions { MaximumSpan = 100 });
        var sequence = RandomProblem.Next(new Xoshiro256(5), 40_000).Sequence;
        var shares = new List<double>();
        var before = GC.GetAllocatedBytesForCurrentThread();

        model.FoldLocally(sequence, _ => { }, new Told(shares.Add));

        // The tables of all intervals would be 48 MB.
        Assert.InRange(model.LocalTableBytes(40_000), 1, 3_000_000);
        Assert.Equal(model.LocalTableBytes(40_000), model.LocalTableBytes(100_000_000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 48_000_000);
        Assert.Equal(19, shares.Count);
        Assert.Equal(shares.Order(), shares);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("NNNNNNNNNN")]
    public void WhatCannotPairHasNone(string sequence)
    {
        var energy = new EnergyModel(new FoldingOptions { MaximumSpan = 50 }).FoldLocally(sequence, _ => Assert.Fail());

        Assert.Equal(0, energy);
    }

    [Fact]
    public void ASpanIsNeeded()
    {
        var error = Assert.Throws<UsageException>(() => new EnergyModel().FoldLocally("GGGGAAAACCCC", _ => { }));

        Assert.Equal("OH1850", error.Code);
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
