namespace OmniHelix.Sequences.Streams;

/// <summary>A stream that is read from start to end.</summary>
public abstract class ForwardOnlyStream : SequentialStream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <inheritdoc/>
    public abstract override int Read(Span<byte> buffer);

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw Refused();
}
