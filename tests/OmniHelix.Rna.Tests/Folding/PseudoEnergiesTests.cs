using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

public class PseudoEnergiesTests
{
    private static readonly EnergyModel Model = new();

    [Fact]
    public void EnergiesOfUnpairedBasesAreAddedInEveryLoop()
    {
        var random = new Xoshiro256(9);
        for (var round = 0; round < 20; round++)
        {
            var sequence = RandomProblem.Next(random, 70).Sequence;
            double[] unpaired = [.. Enumerable.Range(0, 70).Select(_ => Math.Round(random.NextNormal(), 2))];

            var folded = Model.Fold(sequence, null, PseudoEnergies.Of(unpaired));

            var added = Enumerable.Range(0, 70).Where(at => folded.Structure.Partners[at] < 0).Sum(at => unpaired[at]);
            Assert.Equal(Model.Evaluate(sequence, folded.Structure).Energy + added, folded.Energy, 6);
        }
    }

    [Fact]
    public void GreatEnoughEnergiesOfPairsDecide()
    {
        const string sequence = "GGGGAAAACCCCAAAACCCC";
        var pairs = new Dictionary<BasePair, double> { [new BasePair(0, 19)] = -9, [new BasePair(1, 18)] = -9 };

        var folded = Model.Fold(sequence, null, PseudoEnergies.Of(new double[20], pairs));

        Assert.Equal(19, folded.Structure.Partners[0]);
        Assert.Equal(18, folded.Structure.Partners[1]);
    }

    [Fact]
    public void EnergiesOfSidesAreThoseOfTheSamePairsAndBases()
    {
        var random = new Xoshiro256(12);
        for (var round = 0; round < 10; round++)
        {
            var sequence = RandomProblem.Next(random, 50).Sequence;
            double[] opening = Energies();
            double[] closing = Energies();
            double[] unpaired = Energies();
            var pairs = new Dictionary<BasePair, double>();
            for (var i = 0; i < 50; i++)
                for (var j = i + 1; j < 50; j++) pairs[new BasePair(i, j)] = opening[i] + closing[j];

            var ofSides = PseudoEnergies.OfSides(opening, closing, unpaired);
            var ofPairs = PseudoEnergies.Of(unpaired, pairs);

            Assert.Equal(Model.Fold(sequence, null, ofPairs), Model.Fold(sequence, null, ofSides));
            Assert.Equal(Model.Ensemble(sequence, null, ofPairs).Energy, Model.Ensemble(sequence, null, ofSides).Energy, 8);
        }
        Assert.Throws<ArgumentException>(() => PseudoEnergies.OfSides(new double[4], new double[4], new double[3]));

        double[] Energies() => [.. Enumerable.Range(0, 50).Select(_ => Math.Round(random.NextNormal(), 2))];
    }

    [Fact]
    public void BasesThatReactAreKeptFromStacking()
    {
        const string sequence = "GGGGAAAACCCC";
        double[] reactive = [.. Enumerable.Repeat(20.0, 12)];

        Assert.Empty(Model.Fold(sequence, null, PseudoEnergies.FromReactivities(reactive)).Structure.Pairs);
        Assert.Equal(
            4, Model.Fold(sequence, null, PseudoEnergies.FromReactivities([.. reactive.Select(_ => -999.0)])).Structure.Pairs.Count);
    }

    [Fact]
    public void EnergiesThatAreNoNumbersOrLieOutsideAreNamed()
    {
        var wrong = Assert.Throws<OmniException>(() => PseudoEnergies.Of([0, double.NaN]));
        var outside = Assert.Throws<OmniException>(
            () => PseudoEnergies.Of(new double[5], new Dictionary<BasePair, double> { [new BasePair(1, 5)] = 1 }));

        Assert.Equal(("OH1852", "base 2"), (wrong.Code, wrong.Place));
        Assert.Equal("OH1852", outside.Code);
    }
}
