using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace OmniHelix.Data.Tokens;

/// <summary>
/// Makes batches on another thread while the caller works on the present one: at most <c>capacity</c> wait, the order is that of the plan,
/// a failure comes out where its batch would have, and leaving the loop early stops the thread.
/// </summary>
public static class BatchPrefetcher
{
    /// <summary>The batches of a plan, one after another.</summary>
    /// <param name="plan">Row indices per batch, as <see cref="TokenBudgetSampler.Epoch"/> gives them.</param>
    /// <param name="make">Makes one batch; called on one other thread, in order.</param>
    /// <param name="capacity">Batches made ahead.</param>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<T> Run<T>(
        IEnumerable<int[]> plan, Func<int[], T> make, int capacity = 4, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return Enumerate(plan, make, capacity, cancellationToken);
    }

    private static IEnumerable<T> Enumerate<T>(
        IEnumerable<int[]> plan, Func<int[], T> make, int capacity, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var queue = new BlockingCollection<T>(capacity);
        ExceptionDispatchInfo? failure = null;
        var producer = Task.Factory.StartNew(Produce, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var batch in queue.GetConsumingEnumerable(cancellationToken)) yield return batch;
            // A cancelled producer completes the queue too: without this, an end cut short would look like the end.
            cancellationToken.ThrowIfCancellationRequested();
            failure?.Throw();
        }
        finally
        {
            stop.Cancel();
            producer.Wait(CancellationToken.None);
        }

        void Produce()
        {
            try
            {
                foreach (var rows in plan) queue.Add(make(rows), stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The consumer has left.
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                queue.CompleteAdding();
            }
        }
    }
}
