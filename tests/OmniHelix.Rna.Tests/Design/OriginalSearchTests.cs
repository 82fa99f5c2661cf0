using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Design;

/// <summary>The search of OmniGenBench.</summary>
public class OriginalSearchTests
{
    private const string Target = "((((....))))..((((....))))";
    private const string Solution = "GGCCGAAAGGCCAAGCGCGAAAGCGC";

    private static readonly OriginalSearchOptions Small = new() { Population = 20, Generations = 6, Seed = 5 };

    [Fact]
    public void AModelThatKnowsTheAnswerIsBelieved()
    {
        var told = new List<DesignProgress>();

        var result = Search(Target, StatedBases.Sure(Solution), Small with { MutationRatio = 1 }).Run(new Collector(told));

        // All are the same, which is how the original answers.
        Assert.Equal(Small.Population, result.Sequences.Count);
        Assert.All(result.Sequences, one => Assert.True(one.IsSolved && one.Sequence == Solution));
        Assert.Equal(2 * Small.Population, result.Folds);
        Assert.Equal(new EnergyModel().Fold(Solution).Energy, result.Sequences[0].Energy, 9);
        Assert.Equal((Small.Population, Small.Population), (told.Single().Solved, told.Single().Wanted));
    }

    [Fact]
    public void WithoutASolutionTheNearestOfTheLastGenerationAreTold()
    {
        var result = Search(Target, StatedBases.Sure(new string('A', Target.Length)), Small with { Population = 30 }).Run();

        Assert.False(result.IsSolved);
        Assert.Equal(25, result.Sequences.Count);
        Assert.Equal(Small.Generations * 60, result.Folds);
        Assert.Equal(result.Sequences.Select(one => one.Hamming).Order(), result.Sequences.Select(one => one.Hamming));
        Assert.All(result.Sequences, one => Assert.Equal(0, one.Probability));
    }

    [Fact]
    public void SeedDecides()
    {
        var bases = new StatedBases(_ => [0.4, 0.2, 0.3, 0.1]);

        Assert.Equal(Sequences(Small), Sequences(Small));
        Assert.NotEqual(Sequences(Small), Sequences(Small with { Seed = 6 }));

        IEnumerable<string> Sequences(OriginalSearchOptions options) =>
            Search(Target, bases, options).Run().Sequences.Select(one => one.Sequence);
    }

    [Fact]
    public void FirstSequencesHaveGAndCAndWhatIsHiddenIsFilledIn()
    {
        var bases = StatedBases.Sure(Solution);

        Search(Target, bases, Small with { MutationRatio = 0, Generations = 1 }).Run();

        var first = bases.Asked.Take(Small.Population).ToArray();
        Assert.All(string.Concat(first), letter => Assert.Contains(letter, "GCN"));
        Assert.InRange(string.Concat(first).Count(letter => letter == 'N') / (double)(first.Length * Target.Length), 0.25, 0.42);
        // Nothing is hidden afterwards, and each child is put together from its parents.
        Assert.All(bases.Asked.Skip(Small.Population), asked => Assert.DoesNotContain('N', asked));
        Assert.Equal(4 * Small.Population, bases.Asked.Count);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("(...)")]
    public void StructuresOfFewBasesAreSearchedToo(string target)
    {
        var result = Search(target, new StatedBases(_ => [1, 0, 0, 0]), Small with { Population = 1 }).Run();

        Assert.All(result.Sequences, one => Assert.Equal(target.Length, one.Sequence.Length));
        Assert.Equal(!target.Contains('('), result.IsSolved);
    }

    [Theory]
    [InlineData(-0.1, 1, 1)]
    [InlineData(1.5, 1, 1)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(0.5, 0, 1)]
    [InlineData(0.5, 1, 0)]
    public void NumbersOutOfRangeAreRefused(double ratio, int population, int generations)
    {
        var options = new OriginalSearchOptions { MutationRatio = ratio, Population = population, Generations = generations };

        Assert.Equal("OH1866", Assert.Throws<UsageException>(() => Search(Target, StatedBases.Sure(Solution), options)).Code);
    }

    [Theory]
    [InlineData("", "OH1860")]
    [InlineData("((..))", "OH1860")]
    [InlineData("((..[[...))..]]", "OH1855")]
    public void StructuresThatNoSequenceHasAreRefused(string target, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => Search(target, StatedBases.Sure(Solution), Small)).Code);

    [Fact]
    public void CancellationEndsIt()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Search(Target, StatedBases.Sure(Solution), Small).Run(null, cancelled.Token));
    }

    private static OriginalSearch Search(string target, IBaseProbabilities bases, OriginalSearchOptions options) =>
        new(SecondaryStructure.Parse(target), bases, options);

    private sealed class Collector(List<DesignProgress> told) : IProgress<DesignProgress>
    {
        public void Report(DesignProgress value) => told.Add(value);
    }
}
