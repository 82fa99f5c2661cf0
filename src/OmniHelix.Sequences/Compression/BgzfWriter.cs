using System.Buffers.Binary;
using System.Collections.Concurrent;
using OmniHelix.Sequences.Native;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// Compresses what is written into BGZF, on several threads at once. Closing writes the last block and the end marker; without closing, the
/// file has no end marker and every reader tells that it is truncated.
/// </summary>
public sealed class BgzfWriter : SequentialStream
{
    /// <summary>What bgzip puts into a block, so that even data that cannot be compressed fits.</summary>
    internal const int BlockContent = 0xFF00;

    private const int HeaderLength = 18, BlocksPerBatch = 16;

    private readonly Stream target;
    private readonly int level;
    private readonly int underWayLimit;
    private readonly bool leaveOpen;
    private readonly Queue<Task<Batch>> underWay = new();
    private readonly Stack<Batch> free = new();
    private readonly ConcurrentBag<DeflateCompressor> compressors = [];
    private readonly List<GziEntry> entries = [];
    private Batch filling = new();
    private long compressed, uncompressed;
    private bool closed;

    /// <param name="target">Where the blocks go.</param>
    /// <param name="level">1 (fast) to 12 (small); 6 is gzip's habit.</param>
    /// <param name="threads">Threads that compress, 0 for one a core.</param>
    /// <param name="leaveOpen">Whether <paramref name="target"/> stays open.</param>
    public BgzfWriter(Stream target, int level = 6, int threads = 0, bool leaveOpen = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (level is < 1 or > 12) throw new ArgumentOutOfRangeException(nameof(level), level, "from 1 to 12");
        this.target = target;
        this.level = level;
        this.leaveOpen = leaveOpen;
        underWayLimit = threads == 0 ? Environment.ProcessorCount : threads;
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => !closed;

    /// <summary>The index of what was written; complete once the writer is closed.</summary>
    public GziIndex Index => closed ? GziIndex.Of(entries) : throw new InvalidOperationException("Close the writer first.");

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        while (!buffer.IsEmpty)
        {
            var n = Math.Min(buffer.Length, filling.Content.Length - filling.Length);
            buffer[..n].CopyTo(filling.Content.AsSpan(filling.Length));
            filling.Length += n;
            buffer = buffer[n..];
            if (filling.Length == filling.Content.Length) Send();
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Ends the block and writes everything given so far.</summary>
    public override void Flush()
    {
        if (filling.Length > 0) Send();
        while (underWay.Count > 0) Receive();
        target.Flush();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw Refused();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !closed)
        {
            closed = true;
            try
            {
                Flush();
                target.Write(GzipHeader.EndMarker);
                target.Flush();
            }
            finally
            {
                foreach (var compressor in compressors) compressor.Dispose();
                if (!leaveOpen) target.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    private void Send()
    {
        var batch = filling;
        filling = free.TryPop(out var next) ? next : new Batch();
        underWay.Enqueue(Task.Run(() => Compress(batch)));
        if (underWay.Count > underWayLimit) Receive();
    }

    private void Receive()
    {
        var batch = underWay.Dequeue().GetAwaiter().GetResult();
        var start = 0;
        for (var i = 0; i < batch.Blocks; i++)
        {
            if (uncompressed > 0) entries.Add(new(compressed, uncompressed));
            compressed += batch.Ends[i] - start;
            uncompressed += Math.Min(BlockContent, batch.Length - i * BlockContent);
            start = batch.Ends[i];
        }
        target.Write(batch.Output.AsSpan(0, start));
        batch.Length = 0;
        batch.Blocks = 0;
        free.Push(batch);
    }

    private Batch Compress(Batch batch)
    {
        if (!compressors.TryTake(out var compressor)) compressor = new DeflateCompressor(level);
        var at = 0;
        for (var start = 0; start < batch.Length; start += BlockContent)
        {
            at += CompressBlock(
                compressor, batch.Content.AsSpan(start, Math.Min(BlockContent, batch.Length - start)),
                batch.Output.AsSpan(at, GzipHeader.MaximumBlock));
            batch.Ends[batch.Blocks++] = at;
        }
        compressors.Add(compressor);
        return batch;
    }

    private static int CompressBlock(DeflateCompressor compressor, ReadOnlySpan<byte> content, Span<byte> block)
    {
        var length = compressor.Compress(content, block[HeaderLength..^GzipHeader.TrailerLength]);
        if (length == 0) throw new InvalidOperationException("libdeflate made a block longer than its own bound.");
        var size = HeaderLength + length + GzipHeader.TrailerLength;
        GzipHeader.EndMarker[..HeaderLength].CopyTo(block);
        BinaryPrimitives.WriteUInt16LittleEndian(block[(HeaderLength - 2)..], (ushort)(size - 1));
        BinaryPrimitives.WriteUInt32LittleEndian(block[(HeaderLength + length)..], Libdeflate.Crc32(content));
        BinaryPrimitives.WriteUInt32LittleEndian(block[(HeaderLength + length + 4)..], (uint)content.Length);
        return size;
    }

    private sealed class Batch
    {
        public byte[] Content { get; } = new byte[BlocksPerBatch * BlockContent];

        public byte[] Output { get; } = new byte[BlocksPerBatch * GzipHeader.MaximumBlock];

        public int[] Ends { get; } = new int[BlocksPerBatch];

        public int Length { get; set; }

        public int Blocks { get; set; }
    }
}
