using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Folding;

public class EnergyModelTests
{
    private static readonly EnergyModel Model = new();

    // The worked examples of the specification, each with another kind of loop.
    [Theory]
    [InlineData("GGGGAAAACCCC", "((((....))))", -5.40)]
    [InlineData("GGGAAGCGAAAGCAAGCGAAAGCAACCCA", "(((..((....))..((....))..))).", -6.00)]
    [InlineData("GGAGGCGAAAGCCGAACC", "((.(((....)))...))", -4.40)]
    [InlineData("GGGAACGCGAAAGCGAAACCC", "(((..(((....)))...)))", -6.50)]
    [InlineData("GGGACCGAAAGGCCC", "(((.((....)))))", -6.20)]
    [InlineData("GGGAACCGAAAGGCCC", "(((..((....)))))", -3.80)]
    [InlineData("GCAACCUUCGGGUUGC", "((((((....))))))", -8.20)]
    [InlineData("GACAGUACUC", "((......))", 0.40)]
    public void EnergyOfAStructureIsTheSumOfItsLoops(string sequence, string structure, double expected)
    {
        var energy = Model.Evaluate(sequence, SecondaryStructure.Parse(structure));

        Assert.Equal(expected, energy.Energy);
        Assert.Equal(expected, energy.Loops.Sum(loop => loop.Energy), 9);
        Assert.Equal(LoopKind.Exterior, energy.Loops[0].Kind);
    }

    [Theory]
    [InlineData(DangleModel.None)]
    [InlineData(DangleModel.Unpaired)]
    [InlineData(DangleModel.Both)]
    [InlineData(DangleModel.Coaxial)]
    public void NoStructureHasLessEnergyThanTheFolded(DangleModel dangles)
    {
        var random = new Xoshiro256(12);
        var model = new EnergyModel(new FoldingOptions { Dangles = dangles });
        for (var round = 0; round < 12; round++)
        {
            // Many pairs in few bases, so that small multiloops come out best now and then.
            var sequence = "GGCA" + string.Concat(Enumerable.Range(0, 14).Select(_ => "GGCCA"[random.Next(5)])) + "UGCC";

            var folded = model.Fold(sequence);

            var least = AllStructures.Of(sequence).Min(structure => model.Evaluate(sequence, structure).Energy);
            Assert.Equal(least, folded.Energy);
            Assert.Equal(folded.Energy, model.Evaluate(sequence, folded.Structure).Energy);
        }
    }

    [Fact]
    public void WithoutLonelyPairsEveryHelixHasTwo()
    {
        var model = new EnergyModel(new FoldingOptions { LonelyPairs = false });
        var random = new Xoshiro256(3);
        for (var round = 0; round < 20; round++)
        {
            var folded = model.Fold(RandomProblem.Next(random, 90).Sequence);

            Assert.All(folded.Structure.Pairs, pair => Assert.True(
                Paired(folded.Structure, pair.Open - 1, pair.Close + 1) || Paired(folded.Structure, pair.Open + 1, pair.Close - 1)));
        }

        static bool Paired(SecondaryStructure structure, int open, int close) =>
            open >= 0 && close < structure.Length && structure.Partners[open] == close;
    }

    [Fact]
    public void PairsKeepToTheLargestSpan()
    {
        var model = new EnergyModel(new FoldingOptions { MaximumSpan = 20 });
        var sequence = RandomProblem.Next(new Xoshiro256(8), 300).Sequence;

        var folded = model.Fold(sequence);

        Assert.NotEmpty(folded.Structure.Pairs);
        Assert.All(folded.Structure.Pairs, pair => Assert.True(pair.Close - pair.Open + 1 <= 20));
        Assert.True(folded.Energy >= Model.Fold(sequence).Energy);
        Assert.All(model.Ensemble(sequence).Pairs(1e-9), pair => Assert.True(pair.Pair.Close - pair.Pair.Open + 1 <= 20));
    }

    [Fact]
    public void LongSequencesWithManyMultiloopsHaveTheEnergyOfTheirStructure()
    {
        // What an interval may leave out of account shows in long sequences only.
        foreach (var dangles in new[] { DangleModel.None, DangleModel.Unpaired, DangleModel.Both })
        {
            var model = new EnergyModel(new FoldingOptions { Dangles = dangles });
            var sequence = RandomProblem.Next(new Xoshiro256(21), 700).Sequence;

            var folded = model.Fold(sequence);

            Assert.Contains(model.Evaluate(sequence, folded.Structure).Loops, loop => loop.Kind == LoopKind.Multiloop);
            Assert.Equal(folded.Energy, model.Evaluate(sequence, folded.Structure).Energy);
            // Without a largest span, and with one that leaves nothing out, the arrays lie otherwise.
            Assert.Equal(folded, new EnergyModel(new FoldingOptions { Dangles = dangles, MaximumSpan = 700 }).Fold(sequence));
        }
    }

    [Fact]
    public void CaseAndTDoNotMatter()
    {
        var sequence = RandomProblem.Next(new Xoshiro256(1), 120).Sequence;

        Assert.Equal(Model.Fold(sequence), Model.Fold(sequence.ToLowerInvariant().Replace('u', 't')));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("GGCC")]
    [InlineData("NNNNNNNNNNNNNNNNNNNN")]
    public void WhatCannotPairStaysOpen(string sequence)
    {
        var folded = Model.Fold(sequence);

        Assert.Equal(0, folded.Energy);
        Assert.Empty(folded.Structure.Pairs);
        Assert.Equal(0, Model.Ensemble(sequence).Energy, 9);
    }

    [Fact]
    public void OneModelFoldsOnSeveralThreadsAndLengthsAsOnOne()
    {
        var random = new Xoshiro256(77);
        string[] sequences = [.. Enumerable.Range(0, 60).Select(at => RandomProblem.Next(random, 20 + 7 * (at * 31 % 29)).Sequence)];
        FoldedStructure[] alone = [.. sequences.Select(sequence => new EnergyModel().Fold(sequence))];
        var together = new FoldedStructure[sequences.Length];

        Parallel.For(
            0, sequences.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, at => together[at] = Model.Fold(sequences[at]));

        Assert.Equal(alone, together);
    }

    [Theory]
    [InlineData(-1.0, null)]
    [InlineData(101.0, null)]
    [InlineData(double.NaN, null)]
    [InlineData(37.0, 4)]
    public void ConditionsOutOfRangeAreNamed(double temperature, int? span)
    {
        var error = Assert.Throws<UsageException>(
            () => new EnergyModel(new FoldingOptions { Temperature = temperature, MaximumSpan = span }));

        Assert.Equal("OH1850", error.Code);
    }

    [Fact]
    public void AStructureOfAnotherLengthOrWithAPseudoknotHasNoEnergy()
    {
        var length = Assert.Throws<OmniException>(() => Model.Evaluate("GGGAAACCC", SecondaryStructure.Parse("(((..)))")));
        var crossing = Assert.Throws<OmniException>(() => Model.Evaluate("GGGAAACCCAAA", SecondaryStructure.Parse("((..[[))..]]")));

        Assert.Equal("OH1810", length.Code);
        Assert.Equal("OH1855", crossing.Code);
    }

    [Fact]
    public void AHairpinOfTwoBasesCannotBe()
    {
        var energy = Model.Evaluate("GGAACC", SecondaryStructure.Parse("((..))"));

        Assert.Equal(double.PositiveInfinity, energy.Energy);
        Assert.Equal(LoopKind.Hairpin, Assert.Single(energy.Loops, loop => double.IsInfinity(loop.Energy)).Kind);
    }

    [Fact]
    public void LoopsOfMoreThanThirtyBasesCanBeEvaluated()
    {
        var sequence = $"GGG{new string('A', 45)}GGGAAAACCC{new string('A', 20)}CCC";
        var structure = $"((({new string('.', 45)}(((....))){new string('.', 20)})))";

        var loop = Assert.Single(
            Model.Evaluate(sequence, SecondaryStructure.Parse(structure)).Loops, loop => loop.Kind == LoopKind.Interior);

        // 30 bases cost 3.7, 65 add 107.856 · ln(65 / 30) hundredths, the asymmetry 3.0, the two mismatches GA and AC of CG and GC −0.8
        // each.
        Assert.InRange(loop.Energy, 5.5, 8);
    }
}
