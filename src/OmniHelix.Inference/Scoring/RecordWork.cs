using OmniHelix.Data.Records;

namespace OmniHelix.Inference.Scoring;

/// <summary>Work on single records that takes memory by the square of their length, such as drawing structures.</summary>
internal static class RecordWork
{
    // Tables of longer sequences are too large to fill several at once.
    private const int ParallelBases = 2000;

    /// <summary>Works on all records: on several short ones at once, on long ones one after the other.</summary>
    /// <param name="examples">The records.</param>
    /// <param name="one">The work on the record of a number.</param>
    /// <param name="done">Is told how many are finished.</param>
    /// <param name="cancellation">Stops between records.</param>
    /// <returns>A result for each record, in order.</returns>
    public static T[] Of<T>(IReadOnlyList<Example> examples, Func<int, T> one, IProgress<int>? done, CancellationToken cancellation)
    {
        var results = new T[examples.Count];
        var finished = 0;
        int[] numbers = [.. Enumerable.Range(0, results.Length)];
        var isShort = numbers.ToLookup(i => examples[i].Length <= ParallelBases);
        Parallel.ForEach(isShort[true], new ParallelOptions { CancellationToken = cancellation }, Work);
        foreach (var i in isShort[false])
        {
            cancellation.ThrowIfCancellationRequested();
            Work(i);
        }
        return results;

        void Work(int i)
        {
            results[i] = one(i);
            var now = Interlocked.Increment(ref finished);
            if (now % 16 == 0 || now == results.Length) done?.Report(now);
        }
    }
}
