using System.Collections.Concurrent;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Compression;

/// <summary>Batches in the order of the file, decompressed.</summary>
internal interface IGzipBatches : IDisposable
{
    /// <summary>The next batch, null at the end. <paramref name="used"/> is given back to be filled again.</summary>
    GzipBatch? Next(GzipBatch? used);
}

/// <summary>Decompresses on the thread that asks.</summary>
internal sealed class InlineBatches(GzipMembers members, string name) : IGzipBatches
{
    private readonly DeflateDecompressor decompressor = new();

    public GzipBatch? Next(GzipBatch? used)
    {
        var batch = used ?? new GzipBatch();
        if (!members.TryNext(batch)) return null;
        batch.Inflate(decompressor, name);
        return batch;
    }

    public void Dispose() => decompressor.Dispose();
}

/// <summary>
/// One thread reads the file and inflates members that cannot be divided; the blocks of BGZF are spread over the thread pool. Memory is
/// bounded by the number of batches under way.
/// </summary>
internal sealed class ParallelBatches : IGzipBatches
{
    private readonly GzipMembers members;
    private readonly string name;
    private readonly BlockingCollection<Promise> ordered;
    private readonly ConcurrentBag<GzipBatch> free = [];
    private readonly ConcurrentBag<DeflateDecompressor> decompressors = [];
    private volatile bool isAbandoned;

    public ParallelBatches(GzipMembers members, string name, int threads)
    {
        this.members = members;
        this.name = name;
        ordered = new(2 * threads + 1);
        new Thread(ReadAhead) { IsBackground = true, Name = "gzip reader" }.Start();
    }

    public GzipBatch? Next(GzipBatch? used)
    {
        if (used is not null) free.Add(used);
        if (!ordered.TryTake(out var next, Timeout.Infinite)) return null;
        next.Keep();
        return next.Batch;
    }

    // The reading thread may be waiting for a pipe that never speaks again; nobody waits for it. Where it waits for room it gets some, and
    // ends.
    public void Dispose()
    {
        isAbandoned = true;
        while (ordered.TryTake(out _))
        {
            // Nobody wants these any more.
        }
    }

    private void ReadAhead()
    {
        try
        {
            while (!isAbandoned)
            {
                if (!free.TryTake(out var batch)) batch = new GzipBatch();
                if (!members.TryNext(batch)) break;
                ordered.Add(batch.HasBlocks ? new Promise(batch, Inflate) : new Promise(batch));
            }
        }
        catch (Exception e)
        {
            ordered.Add(new Promise(e));
        }
        ordered.CompleteAdding();
    }

    private void Inflate(GzipBatch batch)
    {
        if (!decompressors.TryTake(out var decompressor)) decompressor = new DeflateDecompressor();
        batch.Inflate(decompressor, name);
        decompressors.Add(decompressor);
    }

    /// <summary>
    /// A batch that will be ready: whoever comes first does what is left to do, a thread of the pool or the one that waits for it.
    /// </summary>
    private sealed class Promise
    {
        private readonly Action<GzipBatch>? work;
        private readonly Task done;
        private int claimed;

        public Promise(GzipBatch batch)
        {
            Batch = batch;
            done = Task.CompletedTask;
        }

        public Promise(Exception failure) => done = Task.FromException(failure);

        public Promise(GzipBatch batch, Action<GzipBatch> work)
        {
            Batch = batch;
            this.work = work;
            done = Task.Run(Begin);
        }

        public GzipBatch? Batch { get; }

        /// <summary>Makes the batch ready or waits until it is; throws what went wrong.</summary>
        public void Keep()
        {
            if (!Begin()) done.GetAwaiter().GetResult();
        }

        private bool Begin()
        {
            if (work is null || Interlocked.Exchange(ref claimed, 1) != 0) return false;
            work(Batch!);
            return true;
        }
    }
}
