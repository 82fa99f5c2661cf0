namespace OmniHelix.Sequences.Streams;

/// <summary>Bytes that were read ahead, followed by the rest of the stream they came from.</summary>
public sealed class RewoundStream(byte[] start, Stream rest) : ForwardOnlyStream
{
    private int position;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (position == start.Length) return rest.Read(buffer);
        var n = Math.Min(buffer.Length, start.Length - position);
        start.AsSpan(position, n).CopyTo(buffer);
        position += n;
        return n;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
