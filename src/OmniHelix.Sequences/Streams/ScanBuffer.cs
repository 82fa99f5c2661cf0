namespace OmniHelix.Sequences.Streams;

/// <summary>
/// A window over a stream: bytes from <see cref="Start"/> to <see cref="End"/> have been read and not yet consumed. Records that lie in it
/// are handed out without a copy.
/// </summary>
internal sealed class ScanBuffer(Stream stream) : IDisposable
{
    // Small enough to stay in a core's cache between reading and scanning.
    private const int InitialSize = 1 << 18;

    private long discarded;
    private bool ended;

    /// <summary>The storage; replaced when it grows.</summary>
    public byte[] Bytes { get; private set; } = GC.AllocateUninitializedArray<byte>(InitialSize);

    /// <summary>The first unread byte.</summary>
    public int Start { get; set; }

    /// <summary>The byte after the last one read.</summary>
    public int End { get; private set; }

    /// <summary>Read and not consumed.</summary>
    public ReadOnlySpan<byte> Unread => Bytes.AsSpan(Start, End - Start);

    /// <summary>Where <see cref="Start"/> stands in the stream.</summary>
    public long Position => discarded + Start;

    /// <summary>
    /// Reads more; what is unread moves to the front, and the window grows when it is full. False at the end of the stream, or when it
    /// would exceed <paramref name="limit"/>.
    /// </summary>
    public bool Fill(int limit = int.MaxValue)
    {
        if (ended) return false;
        if (Start > 0)
        {
            Unread.CopyTo(Bytes);
            discarded += Start;
            End -= Start;
            Start = 0;
        }
        if (End == Bytes.Length)
        {
            limit = Math.Min(limit, Array.MaxLength);
            if (Bytes.Length >= limit) return false;
            var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(limit, 2L * Bytes.Length));
            Unread.CopyTo(larger);
            Bytes = larger;
        }
        var n = stream.Read(Bytes.AsSpan(End));
        End += n;
        ended = n == 0;
        return n > 0;
    }

    /// <summary>Whether the stream has given its last byte.</summary>
    public bool IsEnded => ended;

    /// <summary>Passes over a UTF-8 byte order mark at the start of the stream.</summary>
    public void SkipByteOrderMark()
    {
        while (Position == 0 && Unread.Length < 3 && "\uFEFF"u8.StartsWith(Unread) && Fill())
        {
        }
        if (Position == 0 && Unread.StartsWith("\uFEFF"u8)) Start += 3;
    }

    public void Dispose() => stream.Dispose();
}
