using OmniHelix.Data.Tokens;

namespace OmniHelix.Data.Tests;

public class BatchPrefetcherTests
{
    private static IEnumerable<int[]> Plan(int count) => Enumerable.Range(0, count).Select(i => new[] { i });

    [Fact]
    public void BatchesComeInTheOrderOfThePlan() =>
        Assert.Equal(Enumerable.Range(0, 500), BatchPrefetcher.Run(Plan(500), rows => rows[0], capacity: 3));

    [Fact]
    public void AtMostTheCapacityIsMadeAhead()
    {
        var made = 0;
        using var batches = BatchPrefetcher.Run(Plan(100), _ => Interlocked.Increment(ref made), capacity: 3).GetEnumerator();
        Assert.True(batches.MoveNext());
        SpinWait.SpinUntil(() => Volatile.Read(ref made) >= 5, TimeSpan.FromSeconds(10));
        Thread.Sleep(50);
        Assert.InRange(Volatile.Read(ref made), 4, 5);
    }

    [Fact]
    public void AFailureComesAfterTheBatchesBeforeIt()
    {
        var got = new List<int>();
        var error = Assert.Throws<OmniException>(
            () => got.AddRange(BatchPrefetcher.Run(Plan(10), rows => rows[0] < 4 ? rows[0] : throw new OmniException("OH9999", "bad"))));
        Assert.Equal("OH9999", error.Code);
    }

    [Fact]
    public void CancellingAndLeavingEarlyStopTheThread()
    {
        using var stop = new CancellationTokenSource();
        var made = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var batch in BatchPrefetcher.Run(Plan(int.MaxValue), rows => Interlocked.Increment(ref made), 2, stop.Token))
                if (batch == 5) stop.Cancel();
        });
        foreach (var batch in BatchPrefetcher.Run(Plan(int.MaxValue), rows => Interlocked.Increment(ref made)))
            if (batch > 0) break;
        var after = Volatile.Read(ref made);
        Thread.Sleep(50);
        Assert.Equal(after, Volatile.Read(ref made));
    }
}
