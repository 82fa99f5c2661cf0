using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Design;

public class RnaDesignerTests
{
    private const string Cloverleaf = "(((((((..((((........)))).((((.........)))).....(((((.......))))))))))))....";

    // A pair alone costs more than it brings, whatever the bases.
    private const string Unsolvable = ".....(...).....";

    private static readonly EnergyModel Model = new();

    [Theory]
    [InlineData("(((((......)))))")]
    [InlineData("....(((....)))....(((....)))....")]
    [InlineData(Cloverleaf)]
    [InlineData("................")]
    public void SolutionsFoldIntoTheTarget(string target)
    {
        var result = new RnaDesigner(SecondaryStructure.Parse(target), Quick with { Count = 3 }).Run();

        Assert.Equal(3, result.Sequences.Count);
        Assert.Equal(3, result.Sequences.Select(sequence => sequence.Sequence).Distinct().Count());
        Assert.All(result.Sequences, sequence =>
        {
            Assert.True(sequence.IsSolved);
            Assert.Equal(target, Model.Fold(sequence.Sequence).Structure.ToDotBracket());
            Assert.Equal(Model.Fold(sequence.Sequence).Energy, sequence.Energy, 9);
            Assert.Equal((0, 0), (sequence.Distance, sequence.Hamming));
            Assert.Equal(1, sequence.Pairs.F1);
            Assert.Equal(Model.Ensemble(sequence.Sequence).Defect(SecondaryStructure.Parse(target)), sequence.Defect, 9);
        });
        Assert.Equal(result.Sequences.Select(sequence => sequence.Defect).Order(), result.Sequences.Select(sequence => sequence.Defect));
    }

    [Fact]
    public void SeedDecidesWhatIsFound()
    {
        var target = SecondaryStructure.Parse(Cloverleaf);

        string[] first = [.. new RnaDesigner(target, Quick with { Seed = 7, Count = 2 }).Run().Sequences.Select(one => one.Sequence)];
        string[] again = [.. new RnaDesigner(target, Quick with { Seed = 7, Count = 2 }).Run().Sequences.Select(one => one.Sequence)];
        string[] other = [.. new RnaDesigner(target, Quick with { Seed = 8, Count = 2 }).Run().Sequences.Select(one => one.Sequence)];

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void SequencesKeepToConstraintGcAndMotifs()
    {
        const string target = "..((((((....))))))....((((....))))..";
        const string letters = "GGNNNNNNGAAANNNNNNRYNNNNNNNNNNNNNNAA";

        var result = new RnaDesigner(SecondaryStructure.Parse(target), Quick with
        {
            Count = 4,
            Sequence = letters,
            LeastGc = 0.4,
            LargestGc = 0.55,
            ForbiddenMotifs = ["GGG", "AAUAAA"],
        }).Run();

        Assert.Equal(4, result.Sequences.Count);
        Assert.All(result.Sequences, sequence =>
        {
            Assert.True(sequence.IsSolved);
            Assert.StartsWith("GG", sequence.Sequence, StringComparison.Ordinal);
            Assert.EndsWith("AA", sequence.Sequence, StringComparison.Ordinal);
            Assert.Equal("GAAA", sequence.Sequence.Substring(8, 4));
            Assert.Contains(sequence.Sequence[18], "AG");
            Assert.Contains(sequence.Sequence[19], "CU");
            Assert.InRange(sequence.GcContent, 0.4, 0.55);
            Assert.DoesNotContain("GGG", sequence.Sequence, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void WhatCannotBeSolvedEndsWithTheNearestAndItsRivals()
    {
        var result = new RnaDesigner(SecondaryStructure.Parse(Unsolvable), Quick with { MaximumFolds = 3000 }).Run();

        Assert.False(result.IsSolved);
        var nearest = Assert.Single(result.Sequences);
        Assert.True(nearest.TargetEnergy > nearest.Energy);
        Assert.NotEmpty(result.Rivals);
        Assert.InRange(result.Folds, 1, 3000 + 40);
        Assert.DoesNotContain(result.Rivals, rival => rival.Structure.ToDotBracket() == Unsolvable);
    }

    [Fact]
    public void ASequenceThatIsFixedThroughoutIsTheOnlyOneTried()
    {
        const string letters = "AAAAAGAAACAAAAA";

        var result = new RnaDesigner(SecondaryStructure.Parse(Unsolvable), Quick with { Sequence = letters, MaximumFolds = 100 }).Run();

        Assert.False(result.IsSolved);
        Assert.Equal(letters, Assert.Single(result.Sequences).Sequence);
    }

    [Fact]
    public void TimeEndsASearch()
    {
        var result = new RnaDesigner(
            SecondaryStructure.Parse(Unsolvable), Quick with { TimeLimit = TimeSpan.FromMilliseconds(50), MaximumFolds = null }).Run();

        Assert.False(result.IsSolved);
        Assert.InRange(result.Elapsed, TimeSpan.FromMilliseconds(40), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void ProgressTellsTheBestSoFar()
    {
        var told = new List<DesignProgress>();

        new RnaDesigner(SecondaryStructure.Parse(Unsolvable), Quick with { MaximumFolds = 40_000 }).Run(new Collector(told));

        Assert.True(told.Count > 1);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.Second.Gap <= pair.First.Gap && pair.Second.Folds > pair.First.Folds));
    }

    [Theory]
    [InlineData("", "OH1860")]
    [InlineData("((..))", "OH1860")]
    [InlineData("((..[[...))..]]", "OH1855")]
    public void StructuresThatNoSequenceHasAreRefused(string target, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => new RnaDesigner(SecondaryStructure.Parse(target))).Code);

    [Theory]
    [InlineData("NNNN", null, "OH1861")]
    [InlineData("NNNNXNNNNN", null, "OH1861")]
    [InlineData("ANNNNNNNNA", null, "OH1862")]
    [InlineData("GNNNNNNNNC", 0.9, null)]
    [InlineData("GCAAAAAAGC", 0.9, "OH1863")]
    public void ConstraintsThatContradictTheStructureAreNamed(string letters, double? leastGc, string? code)
    {
        var options = new DesignOptions { Sequence = letters, LeastGc = leastGc ?? 0 };

        var thrown = Record.Exception(() => new RnaDesigner(SecondaryStructure.Parse("((......))"), options)) as OmniException;

        Assert.Equal(code, thrown?.Code);
    }

    [Fact]
    public void WhatNoSequenceCanKeepToIsRefusedBeforeTheSearch()
    {
        var target = SecondaryStructure.Parse("((......))");

        // Of ten bases none are 51 to 59 in a hundred; every sequence holds a motif of no letters.
        Assert.Equal("OH1863", Code(new DesignOptions { LeastGc = 0.51, LargestGc = 0.59 }));
        Assert.Equal("OH1861", Code(new DesignOptions { ForbiddenMotifs = ["GGG", ""] }));

        string Code(DesignOptions options) => Assert.Throws<OmniException>(() => new RnaDesigner(target, options)).Code;
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void ASearchForNothingIsRefused(int count, int chains) => Assert.Equal("OH1864", Assert.Throws<UsageException>(
        () => new RnaDesigner(SecondaryStructure.Parse("(((...)))"), new DesignOptions { Count = count, Chains = chains })).Code);

    private static DesignOptions Quick => new() { Chains = 2, MaximumFolds = 200_000, TimeLimit = TimeSpan.FromMinutes(5) };

    private sealed class Collector(List<DesignProgress> told) : IProgress<DesignProgress>
    {
        public void Report(DesignProgress value) => told.Add(value);
    }
}
