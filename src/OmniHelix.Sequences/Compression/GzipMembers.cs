using System.Runtime.ExceptionServices;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// Walks the members of gzip data, BGZF blocks or not, and cuts them into batches. Whatever is not a whole member is an error with its
/// byte.
/// </summary>
internal sealed class GzipMembers(Stream source, string name)
{
    private const int LongestHeader = 1 << 24;

    private byte[] buffer = new byte[1 << 19];
    private int start, end;
    private long position;
    private bool ended;
    private IsaInflater? inflater;
    private bool inMember;
    private long memberStart;
    private bool lacksEndMarker;
    private ExceptionDispatchInfo? failure;

    /// <summary>Fills <paramref name="batch"/>; false at the end of the data.</summary>
    /// <exception cref="OmniException">
    /// OH1002 truncated, OH1003 corrupt, OH1010 followed by something else, OH1011 BGZF without end marker.
    /// </exception>
    public bool TryNext(GzipBatch batch)
    {
        failure?.Throw();
        batch.Clear();
        try
        {
            Collect(batch);
        }
        catch (Exception e) when (!batch.IsEmpty)
        {
            // What stands before the damage is handed out first.
            failure = ExceptionDispatchInfo.Capture(e);
        }
        return !batch.IsEmpty;
    }

    private void Collect(GzipBatch batch)
    {
        while (!batch.IsFull)
        {
            if (inMember)
            {
                Inflate(batch);
                continue;
            }
            if (start == end && !Fill())
            {
                if (lacksEndMarker) throw BgzfBlock.NoEndMarker(name, position);
                return;
            }
            var header = ReadHeader();
            // Blocks are decompressed later, other members at once: a batch holds one kind.
            if (!batch.IsEmpty && batch.HasBlocks != header.IsBgzf) return;
            if (header.IsBgzf) AddBlock(batch, header.BlockSize);
            else BeginMember(header);
        }
    }

    private GzipHeader ReadHeader()
    {
        while (true)
        {
            var data = buffer.AsSpan(start, end - start);
            if (!GzipHeader.CanStart(data)) throw NoMember();
            switch (GzipHeader.Read(data, out var header))
            {
                case GzipHeaderRead.Complete:
                    return header;
                case GzipHeaderRead.Invalid:
                    throw NoMember();
                case GzipHeaderRead.Incomplete when data.Length >= LongestHeader:
                    throw new OmniException("OH1003", $"the gzip header at compressed byte {position} does not end", name);
                case GzipHeaderRead.Incomplete when !Fill():
                    throw Truncated(position);
            }
        }
    }

    private void AddBlock(GzipBatch batch, int size)
    {
        while (end - start < size)
            if (!Fill()) throw Truncated(position);
        var bytes = buffer.AsSpan(start, size);
        var length = BgzfBlock.ClaimedLength(bytes, name, position);
        batch.Add(bytes, new BgzfBlock(position, size, length));
        lacksEndMarker = length > 0;
        Consume(size);
    }

    private void BeginMember(GzipHeader header)
    {
        memberStart = position;
        Consume(header.Length);
        inflater ??= IsaInflater.Create();
        inflater.Start();
        inMember = true;
        lacksEndMarker = false;
    }

    // Until the member ends or the batch is full.
    private void Inflate(GzipBatch batch)
    {
        while (inMember && !batch.IsFull)
        {
            var step = inflater!.Step(buffer.AsSpan(start, end - start), batch.Room, out var read, out var written);
            Consume(read);
            batch.Advance(written);
            if (step == InflateStep.Corrupt)
                throw new OmniException(
                    "OH1003",
                    $"the gzip data is corrupt at or before compressed byte {position}, in the member that starts at byte {memberStart}",
                    name, "Copy or download the file again.");
            inMember = step != InflateStep.Finished;
            // The inflater may hold output back, so only a call without any effect asks for input.
            if (inMember && read + written == 0 && !Fill()) throw Truncated(memberStart);
        }
    }

    private void Consume(int count)
    {
        start += count;
        position += count;
    }

    private bool Fill()
    {
        if (ended) return false;
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var n = source.Read(buffer.AsSpan(end));
        end += n;
        ended = n == 0;
        return n > 0;
    }

    private OmniException NoMember() =>
        new(
            "OH1010", $"the gzip data is followed by something else at compressed byte {position}", name,
            "Was something appended to the file? Copy or download it again.");

    private OmniException Truncated(long member) =>
        new(
            "OH1002",
            $"the gzip data is truncated: the file ends at compressed byte {position + end - start} inside the member that starts at "
                + $"byte {member}",
            name, "Copy or download the file again.");
}
