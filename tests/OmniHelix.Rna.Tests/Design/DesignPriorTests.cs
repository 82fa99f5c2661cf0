using OmniHelix.Rna.Design;

namespace OmniHelix.Rna.Tests.Design;

/// <summary>A language model that takes part in the search.</summary>
public class DesignPriorTests
{
    private const string Target = "..((((((....))))))....((((....))))..";

    // A sequence that solves the target, as no rule of the search would draw it.
    private const string Solution = "CCGCGCGCCUUCGCGCGCUUCCGGCCUUCGGGCCCC";

    private static readonly DesignOptions Always = new() { Seed = 3, Chains = 2, Prior = new PriorOptions { Share = 1 } };

    [Fact]
    public void WhatTheModelIsSureOfIsFoldedFirst()
    {
        var bases = StatedBases.Sure(Solution);

        var result = Run(Always, bases);

        Assert.Equal(Solution, Assert.Single(result.Sequences).Sequence);
        Assert.Equal(2, result.Folds);
        // The first answer to both walks, then the rest of each in three steps.
        Assert.Equal(8, bases.Asked.Count);
        Assert.Equal(new string('N', Target.Length), bases.Asked[0]);
        Assert.All(
            bases.Asked, asked => Assert.All(asked.Zip(Solution), pair => Assert.True(pair.First is 'N' || pair.First == pair.Second)));
        Assert.True(bases.Asked[^1].Count(letter => letter == 'N') < Target.Length / 2);
    }

    [Fact]
    public void WithoutAShareTheSearchIsWhatItWas()
    {
        var bases = StatedBases.Sure(Solution);
        var options = Always with { Count = 3, Prior = new PriorOptions { Share = 0 } };

        Assert.Equal(Sequences(Run(options, null)), Sequences(Run(options, bases)));
        Assert.Empty(bases.Asked);
    }

    [Fact]
    public void PairsThatTheModelDoesNotKnowArePairsAllTheSame()
    {
        // Of every base of the target A is by far the likeliest, and C can be had only at a higher price than G and U.
        var bases = new StatedBases(_ => [0.9, 0.001, 0.05, 0.049]);
        var options = Always with { Count = 4, MaximumFolds = 40, Sequence = "GG" + new string('N', Target.Length - 2) };

        var result = Run(options with { Prior = new PriorOptions { Share = 1, TopK = 1 } }, bases);

        Assert.All(bases.Asked, asked =>
        {
            var structure = SecondaryStructure.Parse(Target);
            Assert.All(structure.Pairs, pair =>
                Assert.Contains($"{asked[pair.Open]}{asked[pair.Close]}", (string[])["NN", "AU", "UA", "GC", "CG", "GU", "UG"]));
            Assert.True(asked[0] is 'N' or 'G');
        });
        Assert.NotEmpty(result.Sequences);
        Assert.All(result.Sequences, one => Assert.StartsWith("GG", one.Sequence, StringComparison.Ordinal));
    }

    [Fact]
    public void TemperatureAndChoiceDecideHowFarTheModelIsFollowed()
    {
        var bases = new StatedBases(_ => [0.3, 0.6, 0, 0.1]);

        Assert.Equal(1, ShareOfC(new PriorOptions { Share = 1, TopK = 1 }), 9);
        Assert.Equal(1, ShareOfC(new PriorOptions { Share = 1, Temperature = 0.01 }), 9);
        Assert.InRange(ShareOfC(new PriorOptions { Share = 1 }), 0.5, 0.7);
        Assert.InRange(ShareOfC(new PriorOptions { Share = 1, Temperature = 20 }), 0.3, 0.45);

        // Without pairs every sequence is a solution, as drawn.
        double ShareOfC(PriorOptions prior)
        {
            var options = Always with { Count = 40, Prior = prior, MaximumFolds = 400 };
            var result = new RnaDesigner(SecondaryStructure.Unpaired(60), options, bases).Run();
            var letters = string.Concat(Sequences(result));
            return (double)letters.Count(letter => letter == 'C') / letters.Length;
        }
    }

    [Fact]
    public void SeedDecides()
    {
        var options = Always with { Count = 5, Prior = new PriorOptions { Share = 0.5 } };
        var bases = new StatedBases(at => [0.4, 0.1 + 0.1 * (at % 3), 0.2, 0.3 - 0.1 * (at % 3)]);

        Assert.Equal(Sequences(Run(options, bases)), Sequences(Run(options, bases)));
        Assert.NotEqual(Sequences(Run(options, bases)), Sequences(Run(options with { Seed = 4 }, bases)));
    }

    [Fact]
    public void WhereAWalkIsStuckTheModelIsAskedForWhatFoldsWrongly()
    {
        // A pair alone costs more than it brings, whatever the bases.
        var bases = new StatedBases(_ => [0.25, 0.25, 0.25, 0.25]);

        var result = new RnaDesigner(SecondaryStructure.Parse(".....(...)....."), Always with { MaximumFolds = 60_000 }, bases).Run();

        Assert.False(result.IsSolved);
        Assert.Contains(bases.Asked, asked => asked.Count(letter => letter == 'N') is > 0 and < 8 && asked[5] == 'N' && asked[9] == 'N');
    }

    [Fact]
    public void ChildrenOfAPopulationAreDrawnAnewInPart()
    {
        var bases = new StatedBases(_ => [0.25, 0.25, 0.25, 0.25]);
        var options = Always with
        {
            Search = DesignSearch.Population,
            Population = 20,
            Generations = 4,
            Prior = new PriorOptions { Share = 1, MutationRatio = 0.3 },
        };

        Run(options, bases);

        // The first generation is asked for in four steps, each child once.
        Assert.Equal((4 + 3) * 20, bases.Asked.Count);
        var children = bases.Asked.Skip(4 * 20).ToList();
        var pairs = SecondaryStructure.Parse(Target).Pairs;
        Assert.All(children, asked => Assert.All(pairs, pair => Assert.Equal(asked[pair.Open] == 'N', asked[pair.Close] == 'N')));
        Assert.InRange(children.Average(asked => asked.Count(letter => letter == 'N')) / Target.Length, 0.2, 0.4);
    }

    [Fact]
    public void OfAPopulationTheModelDrawsItsShare()
    {
        var bases = new StatedBases(_ => [0.25, 0.25, 0.25, 0.25]);
        var options = Always with { Search = DesignSearch.Population, Population = 60, Generations = 5, Prior = new PriorOptions() };

        Run(options, bases);

        Assert.InRange(bases.Asked.Count(asked => asked.Contains('A') && asked.Contains('N')), 60, 600);
        Assert.InRange(bases.Asked.Count(asked => asked.All(letter => letter == 'N')), 15, 45);
        Assert.Equal(Sequences(Run(options, bases)), Sequences(Run(options, bases)));
    }

    [Theory]
    [InlineData(-0.1, 1, null)]
    [InlineData(1.1, 1, null)]
    [InlineData(double.NaN, 1, null)]
    [InlineData(0.5, 0, null)]
    [InlineData(0.5, double.PositiveInfinity, null)]
    [InlineData(0.5, 1, 0)]
    [InlineData(0.5, 1, null, -0.5)]
    [InlineData(0.5, 1, null, 1.5)]
    public void NumbersOutOfRangeAreRefused(double share, double temperature, int? topK, double mutationRatio = 0.5)
    {
        var prior = new PriorOptions { Share = share, Temperature = temperature, TopK = topK, MutationRatio = mutationRatio };
        var options = new DesignOptions { Prior = prior };

        Assert.Equal("OH1867", Assert.Throws<UsageException>(() => Run(options, null)).Code);
    }

    private static DesignResult Run(DesignOptions options, IBaseProbabilities? bases) =>
        new RnaDesigner(SecondaryStructure.Parse(Target), options, bases).Run();

    private static string[] Sequences(DesignResult result) => [.. result.Sequences.Select(one => one.Sequence)];
}
