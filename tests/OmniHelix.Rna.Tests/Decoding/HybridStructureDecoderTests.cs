using OmniHelix.Rna.Decoding;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Decoding;

public class HybridStructureDecoderTests
{
    private const double ThermalEnergy = 0.0019872 * 310.15;

    private static readonly EnergyModel Folding = new();

    [Fact]
    public void WithoutWeightItIsFolding()
    {
        var random = new Xoshiro256(3);
        for (var trial = 0; trial < 20; trial++)
        {
            var (sequence, p) = RandomProblem.Next(random, 60);
            var decoder = new HybridStructureDecoder(0, 1);
            var folded = Folding.Ensemble(sequence);
            Assert.Equal(folded.Energy, decoder.Ensemble(sequence, p).Energy, 10);
            var accurate = folded.MaximumExpectedAccuracy().Structure;
            Assert.Equal(
                new FoldedStructure(accurate, Folding.Evaluate(sequence, accurate).Energy), decoder.Decode(sequence, p));
        }
    }

    [Fact]
    public void TheGreaterTheWeightTheMoreTheModelDecides()
    {
        const string Sequence = "GGGGGAAAACCCCCAAGGGGAAAACCCC";
        var truth = SecondaryStructure.Parse(".((((....))))...............");
        var p = Sure(truth, 0.9f);
        Assert.NotEqual(truth, new HybridStructureDecoder(0, 1).Decode(Sequence, p).Structure);
        Assert.Equal(truth, new HybridStructureDecoder(10, 1).Decode(Sequence, p).Structure);
    }

    /// <summary>The ensemble is what its definition says: all structures, each with its energy and its probabilities.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(1.5)]
    public void TheEnsembleIsThatOfAllStructures(double weight)
    {
        var random = new Xoshiro256(5);
        for (var trial = 0; trial < 8; trial++)
        {
            var (_, p) = RandomProblem.Next(random, 16);
            var sequence = "GGCAGAAAUGCCAAGC";
            var all = Folding.Suboptimal(sequence, 1000).Structures;
            Assert.True(all.Count > 20);
            var weights = all.Select(one => Math.Exp(-(one.Energy + Cost(one.Structure, p, weight)) / ThermalEnergy)).ToArray();
            var ensemble = new HybridStructureDecoder(weight, 1).Ensemble(sequence, p);
            // Energies and costs are rounded to hundredths, base by base.
            Assert.Equal(-ThermalEnergy * Math.Log(weights.Sum()), ensemble.Energy, 0.1);
            foreach (var pair in all.SelectMany(one => one.Structure.Pairs).Distinct())
            {
                var share = all.Zip(weights).Where(one => one.First.Structure.Partners[pair.Open] == pair.Close).Sum(one => one.Second);
                Assert.Equal(share / weights.Sum(), ensemble[pair.Open, pair.Close], 0.02);
            }
        }
    }

    [Fact]
    public void MorePairsComeWithAGreaterGamma()
    {
        var (sequence, p) = RandomProblem.Next(new Xoshiro256(8), 150);
        var pairs = new[] { 0.1, 0.35, 1, 4 }
            .Select(gamma => new HybridStructureDecoder(0.3, gamma).Decode(sequence, p).Structure.Pairs.Count).ToArray();
        Assert.Equal(pairs.Order(), pairs);
        Assert.True(pairs[0] < pairs[^1]);
    }

    [Fact]
    public void LettersThatAreNoBasesStayUnpairedAndCaseDoesNotMatter()
    {
        var truth = SecondaryStructure.Parse("(((....)))");
        var decoder = new HybridStructureDecoder(0.5, 1);
        Assert.Equal("(((....)))", decoder.Decode("gggaaaaCCC", Sure(truth, 0.9f)).Structure.ToDotBracket());
        Assert.Equal(decoder.Decode("GGGUUUUCCC", Sure(truth, 0.9f)), decoder.Decode("gggttttccc", Sure(truth, 0.9f)));
        Assert.Equal("..........", decoder.Decode("NNNAAAANNN", Sure(truth, 0.9f)).Structure.ToDotBracket());
        Assert.Equal("", decoder.Decode("", []).Structure.ToDotBracket());
    }

    [Fact]
    public void WhatIsNoProblemIsRefused()
    {
        var decoder = new HybridStructureDecoder(0.5, 1);
        Assert.Equal("OH1820", Assert.Throws<OmniException>(() => decoder.Decode("GG", [0, 0, 1])).Code);
        Assert.Equal("OH1820", Assert.Throws<OmniException>(() => decoder.Decode(new string('A', 10_001), [])).Code);
        Assert.Equal("OH1821", Assert.Throws<OmniException>(() => decoder.Decode("GG", [0, 0, 1, 3, -1, 0])).Code);
        (double, double)[] outOfRange = [(-0.1, 1), (double.NaN, 1), (double.PositiveInfinity, 1), (1, 0), (1, double.NaN)];
        foreach (var (weight, gamma) in outOfRange)
            Assert.Equal("OH1822", Assert.Throws<UsageException>(() => { _ = new HybridStructureDecoder(weight, gamma); }).Code);
    }

    /// <summary>A model that is sure of what cannot be, a base at a time, leaves no weight for any structure.</summary>
    [Fact]
    public void AWeightBeyondNumbersIsSaid()
    {
        var p = new float[3 * 400];
        for (var i = 0; i < 400; i++) p[3 * i] = 1;
        for (var i = 200; i < 400; i++) (p[3 * i], p[3 * i + 2]) = (0, 1);
        var sequence = new string('A', 400);
        Assert.Equal("OH1823", Assert.Throws<OmniException>(() => new HybridStructureDecoder(10, 1).Decode(sequence, p)).Code);
        Assert.Empty(new HybridStructureDecoder(0.3, 1).Decode(sequence, p).Structure.Pairs);
    }

    private static double Cost(SecondaryStructure structure, float[] p, double weight)
    {
        var sum = 0.0;
        for (var i = 0; i < structure.Length; i++)
        {
            var row = p.AsSpan(3 * i, 3);
            var partner = structure.Partners[i];
            var own = row[partner < 0 ? 2 : partner > i ? 0 : 1];
            sum -= weight * ThermalEnergy * Math.Log(Math.Max(own, 0.001f) / Math.Max(row[0], Math.Max(row[1], row[2])));
        }
        return sum;
    }

    private static float[] Sure(SecondaryStructure truth, float confidence)
    {
        var p = new float[3 * truth.Length];
        Array.Fill(p, (1 - confidence) / 2);
        for (var i = 0; i < truth.Length; i++) p[3 * i + (truth.Partners[i] < 0 ? 2 : truth.Partners[i] > i ? 0 : 1)] = confidence;
        return p;
    }
}
