using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

public class EnsembleTests
{
    private static readonly EnergyModel Model = new();

    [Fact]
    public void TheEnsembleSumsOverEveryStructureOnce()
    {
        // Without dangles every weight is that of the evaluated energy, and at 37 °C these are whole hundredths.
        var model = new EnergyModel(new FoldingOptions { Dangles = DangleModel.None });
        var thermal = 0.00198717 * 310.15;
        var random = new Xoshiro256(5);
        for (var round = 0; round < 6; round++)
        {
            var sequence = "GGCA" + string.Concat(Enumerable.Range(0, 12).Select(_ => "GGCCAU"[random.Next(6)])) + "UGCC";
            var all = AllStructures.Of(sequence)
                .Select(structure => (structure, Weight: Math.Exp(-model.Evaluate(sequence, structure).Energy / thermal)))
                .ToList();
            var sum = all.Sum(one => one.Weight);

            var ensemble = model.Ensemble(sequence);

            Assert.Equal(-thermal * Math.Log(sum), ensemble.Energy, 9);
            for (var i = 0; i < sequence.Length; i++)
                for (var j = i + 1; j < sequence.Length; j++)
                {
                    var share = all.Where(one => one.structure.Partners[i] == j).Sum(one => one.Weight) / sum;
                    Assert.Equal(share, ensemble[i, j], 9);
                }
        }
    }

    [Fact]
    public void ProbabilitiesOfABaseSumToOneAndTheLeastEnergyIsNotBelowTheEnsemble()
    {
        var random = new Xoshiro256(6);
        for (var round = 0; round < 10; round++)
        {
            var sequence = RandomProblem.Next(random, 130).Sequence;

            var ensemble = Model.Ensemble(sequence);

            Assert.True(Model.Fold(sequence).Energy >= ensemble.Energy);
            for (var i = 0; i < sequence.Length; i++)
            {
                var paired = Enumerable.Range(0, sequence.Length).Sum(j => ensemble[i, j]);
                Assert.Equal(1, paired + ensemble.Unpaired[i], 9);
                Assert.InRange(ensemble.Unpaired[i], -1e-9, 1 + 1e-9);
            }
        }
    }

    [Fact]
    public void AStableHairpinIsAllThereIs()
    {
        const string sequence = "GGGGGGCCUUCGGGCCCCCC";
        var target = SecondaryStructure.Parse("((((((((....))))))))");

        var ensemble = Model.Ensemble(sequence);

        Assert.InRange(ensemble.Defect(target), 0, 0.05);
        Assert.Equal(target, ensemble.Centroid().Structure);
        Assert.Equal(target, ensemble.MaximumExpectedAccuracy().Structure);
        Assert.All(ensemble.PositionalEntropy(), bits => Assert.InRange(bits, 0, 0.6));
        Assert.InRange(ensemble.Frequency(Model.Fold(sequence).Energy), 0.7, 1);
    }

    [Fact]
    public void ATargetOfAnotherLengthIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Model.Ensemble("GGGAAACCC").Defect(SecondaryStructure.Unpaired(8)));

        Assert.Contains("8 bases", error.Message, StringComparison.Ordinal);
    }
}
