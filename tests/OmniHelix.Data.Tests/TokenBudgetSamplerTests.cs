using OmniHelix.Data.Tokens;

namespace OmniHelix.Data.Tests;

public class TokenBudgetSamplerTests
{
    private static int[] Lengths(int count)
    {
        var random = new Xoshiro256(9);
        return [.. Enumerable.Range(0, count).Select(_ => 10 + random.Next(500))];
    }

    private static double Needed(int[] lengths, IReadOnlyList<int[]> batches) =>
        lengths.Sum() / batches.Sum(b => (double)b.Length * b.Max(r => lengths[r]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryRowOccursOnceWithinBudgetAndPadding(bool shuffle)
    {
        var lengths = Lengths(2000);
        var batches = new TokenBudgetSampler(lengths, new() { TokenBudget = 4096, Shuffle = shuffle, Seed = 3 }).Epoch(1);
        Assert.Equal(Enumerable.Range(0, 2000), batches.SelectMany(b => b).Order());
        foreach (var batch in batches)
        {
            var computed = batch.Length * batch.Max(r => lengths[r]);
            Assert.True(computed <= 4096);
            Assert.True(batch.Sum(r => lengths[r]) >= 0.95 * computed);
        }
        Assert.True(Needed(lengths, batches) > 0.95);
    }

    [Fact]
    public void BatchesDependOnSeedAndEpochOnly()
    {
        var lengths = Lengths(300);
        BatchOptions options = new() { BatchSize = 16, Shuffle = true, Seed = 5 };
        var sampler = new TokenBudgetSampler(lengths, options);
        var (first, second) = (sampler.Epoch(1), sampler.Epoch(2));
        Assert.Equal(second, new TokenBudgetSampler(lengths, options).Epoch(2));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, new TokenBudgetSampler(lengths, options with { Seed = 6 }).Epoch(1));
        Assert.Equal(19, first.Count);
        Assert.Equal(18, first.Count(b => b.Length == 16));
    }

    [Fact]
    public void WithoutShufflingRowsComeByDescendingLengthAndTiesByIndex()
    {
        var batches = new TokenBudgetSampler([3, 5, 3, 5, 9], new() { BatchSize = 2 }).Epoch();
        Assert.Equal([[4, 1], [3, 0], [2]], batches);
    }

    [Fact]
    public void ARowOverTheBudgetIsABatchOfItsOwnAndNoRowsGiveNoBatches()
    {
        Assert.Equal([[1], [0]], new TokenBudgetSampler([4, 100], new() { TokenBudget = 10 }).Epoch());
        Assert.Empty(new TokenBudgetSampler([], new() { TokenBudget = 10 }).Epoch());
    }

    [Fact]
    public void ContradictorySizesAreUsageErrors()
    {
        BatchOptions[] contradictory =
        [
            new(), new() { BatchSize = 1, TokenBudget = 1 }, new() { BatchSize = 0 }, new() { BatchSize = 1, MaxPadding = 1 },
        ];
        foreach (var options in contradictory)
            Assert.Equal("OH1701", Assert.Throws<UsageException>(() => new TokenBudgetSampler([1], options)).Code);
    }
}
