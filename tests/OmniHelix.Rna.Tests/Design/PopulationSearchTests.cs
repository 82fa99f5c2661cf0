using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Design;

public class PopulationSearchTests
{
    private const string Target = "..((((((....))))))....((((....))))..";

    private static readonly EnergyModel Model = new();

    private static DesignOptions Small => new()
    {
        Search = DesignSearch.Population,
        Population = 30,
        Generations = 30,
        Count = 10,
        TimeLimit = TimeSpan.FromMinutes(5),
    };

    [Theory]
    [InlineData(Target)]
    [InlineData("............")]
    public void SolutionsFoldIntoTheTargetAndKeepToTheConstraint(string target)
    {
        var letters = "GG" + new string('N', target.Length - 2);

        var result = Run(Small with { Sequence = letters, LeastGc = 0.3, LargestGc = 0.6, ForbiddenMotifs = ["AAAAA"] }, target);

        Assert.Equal(10, result.Sequences.Select(one => one.Sequence).Distinct().Count());
        Assert.True(result.Found >= 10);
        Assert.All(result.Sequences, one =>
        {
            Assert.True(one.IsSolved);
            Assert.Equal(target, Model.Fold(one.Sequence).Structure.ToDotBracket());
            Assert.StartsWith("GG", one.Sequence, StringComparison.Ordinal);
            Assert.InRange(one.GcContent, 0.3, 0.6);
            Assert.DoesNotContain("AAAAA", one.Sequence, StringComparison.Ordinal);
            Assert.InRange(one.Generation ?? -1, 0, 29);
        });
    }

    [Fact]
    public void ItIsPurerThanWalks()
    {
        var walks = Run(Small with { Search = DesignSearch.Walks }, Target);
        var population = Run(Small, Target);

        Assert.True(population.Sequences.Max(one => one.Defect) < walks.Sequences.Min(one => one.Defect));
    }

    [Fact]
    public void TheWantedShareOfGIsAnObjective()
    {
        var options = Small with { Objectives = [DesignObjective.Distance, DesignObjective.Gap, DesignObjective.Gc], Count = 1 };

        // 36 bases: shares are multiples of a 36th.
        Assert.Equal(15 / 36.0, Run(options with { WantedGc = 15 / 36.0 }, Target).Sequences[0].GcContent, 9);
        Assert.Equal(24 / 36.0, Run(options with { WantedGc = 24 / 36.0 }, Target).Sequences[0].GcContent, 9);
    }

    [Fact]
    public void SequencesAreApartWhereThatIsAskedFor()
    {
        var result = Run(Small with { Apart = 12, Count = 5 }, Target);

        Assert.Equal(5, result.Sequences.Count);
        foreach (var one in result.Sequences)
            Assert.All(
                result.Sequences.Where(other => other != one),
                other => Assert.True(one.Sequence.Zip(other.Sequence).Count(bases => bases.First != bases.Second) >= 12));
    }

    [Fact]
    public void SeedDecidesWhatIsFound()
    {
        string[] Found(long seed) => [.. Run(Small with { Seed = seed, Generations = 8 }, Target).Sequences.Select(one => one.Sequence)];

        Assert.Equal(Found(5), Found(5));
        Assert.NotEqual(Found(5), Found(6));
    }

    [Fact]
    public void WhatHasNoSolutionEndsWithTheNearestAfterTheGenerations()
    {
        var result = Run(Small with { Generations = 50 }, ".....(...).....");

        Assert.False(result.IsSolved);
        Assert.Equal((0, 50 * 30), (result.Found, result.Folds));
        Assert.Equal(1, Assert.Single(result.Sequences).Distance);
        Assert.NotEmpty(result.Rivals);
    }

    [Fact]
    public void FoldsEndIt() => Assert.Equal(45, Run(Small with { MaximumFolds = 45 }, Target).Folds);

    [Fact]
    public void TheCurveEndsWithTheSearchAndGetsNoWorse()
    {
        var result = Run(Small, Target);

        var last = result.Curve[^1];
        Assert.Equal((result.Folds, 0.0, 0), (last.Folds, last.Gap, last.Distance));
        foreach (var (before, after) in result.Curve.Zip(result.Curve.Skip(1)))
            Assert.True(after.Folds > before.Folds && after.Gap <= before.Gap && after.Solved >= before.Solved);
    }

    [Fact]
    public void NumbersThatMakeNoSenseAreRefused()
    {
        Assert.Equal("OH1864", Code(Small with { Population = 1 }));
        Assert.Equal("OH1864", Code(Small with { Generations = 0 }));
        Assert.Equal("OH1864", Code(Small with { Apart = 0 }));
        Assert.Equal("OH1868", Code(Small with { Objectives = [] }));
        Assert.Equal("OH1868", Code(Small with { WantedGc = double.NaN }));
        Assert.Equal("OH1868", Code(Small with { PairWeights = (0, 0, 0) }));
        Assert.Equal("OH1868", Code(Small with { PairWeights = (1, -1, 0) }));

        static string Code(DesignOptions options) => Assert.Throws<UsageException>(() => Run(options, Target)).Code;
    }

    [Fact]
    public void PairsAreDrawnAsOftenAsTheyWeigh()
    {
        var target = new string('(', 40) + "...." + new string(')', 40);
        var options = new DesignOptions { PairWeights = (0, 1, 0) };
        var proposals = new SequenceProposals(
            new DesignTarget(SecondaryStructure.Parse(target), options), new TargetLoops(Model.Energies, SecondaryStructure.Parse(target)),
            new Xoshiro256(1));

        var drawn = DesignTarget.Text(proposals.Initial());

        // All but the ends of the helix.
        Assert.All(Enumerable.Range(1, 38), at => Assert.Contains(drawn[at], "AU"));
    }

    private static DesignResult Run(DesignOptions options, string target) =>
        new RnaDesigner(SecondaryStructure.Parse(target), options).Run();
}
