namespace OmniHelix.Workflows.Structures;

/// <summary>
/// Work on things that come one after the other, on several threads, with the results in the order of the things. What is under way, and
/// the memory it takes, stays below limits.
/// </summary>
/// <param name="threads">Things worked on at once; 0 for one a core.</param>
/// <param name="memory">Bytes that all that is under way may take; one thing alone may take more.</param>
internal sealed class OrderedWork(int threads, long memory)
{
    // While the first is waited for the other threads go on with so many things each.
    private const int Ahead = 16;

    private readonly int threads = threads == 0 ? Environment.ProcessorCount : threads;

    /// <summary>Works on everything.</summary>
    /// <param name="things">Read as results are taken.</param>
    /// <param name="bytes">The memory that one takes.</param>
    /// <param name="work">Called on several threads.</param>
    /// <param name="cancellation">Ends it; work under way is not waited for.</param>
    /// <returns>As many results as things, in their order.</returns>
    public IEnumerable<TResult> Run<T, TResult>(
        IEnumerable<T> things, Func<T, long> bytes, Func<T, TResult> work, CancellationToken cancellation)
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler;
        var underWay = new Queue<(Task<TResult> Task, long Bytes)>();
        var held = 0L;
        foreach (var thing in things)
        {
            var needed = bytes(thing);
            while (underWay.Count > 0 && (underWay.Count >= threads * Ahead || held + needed > memory)) yield return First();
            held += needed;
            underWay.Enqueue((Task.Factory.StartNew(() => work(thing), cancellation, TaskCreationOptions.None, scheduler), needed));
            while (underWay.TryPeek(out var first) && first.Task.IsCompleted) yield return First();
        }
        while (underWay.Count > 0) yield return First();

        TResult First()
        {
            var (task, needed) = underWay.Dequeue();
            Task.WaitAny([task], cancellation);
            held -= needed;
            return task.GetAwaiter().GetResult();
        }
    }
}
