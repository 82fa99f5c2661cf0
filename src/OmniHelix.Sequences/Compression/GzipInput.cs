using System.Runtime.ExceptionServices;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// Decompressed gzip data: members one after another, BGZF blocks on several threads at once, always in the order of the file.
/// </summary>
internal sealed class GzipInput : ForwardOnlyStream
{
    private readonly Stream source;
    private readonly IGzipBatches batches;
    private GzipBatch? current;
    private int used;
    private ExceptionDispatchInfo? failure;

    /// <param name="source">Gzip data; owned.</param>
    /// <param name="name">Used in errors.</param>
    /// <param name="threads">1 decompresses while the caller reads; more do so ahead of the caller.</param>
    public GzipInput(Stream source, string name, int threads)
    {
        this.source = source;
        var members = new GzipMembers(source, name);
        batches = threads == 1 ? new InlineBatches(members, name) : new ParallelBatches(members, name, threads);
    }

    public override int Read(Span<byte> destination)
    {
        failure?.Throw();
        if (destination.IsEmpty) return 0;
        while (current is null || used == current.Output.Length)
        {
            try
            {
                current = batches.Next(current);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
                throw;
            }
            used = 0;
            if (current is null) return 0;
        }
        var n = Math.Min(destination.Length, current.Output.Length - used);
        current.Output.Slice(used, n).CopyTo(destination);
        used += n;
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            batches.Dispose();
            source.Dispose();
        }
        base.Dispose(disposing);
    }
}
