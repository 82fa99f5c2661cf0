namespace OmniHelix.Sequences;

/// <summary>A stream that is read from start to end. Where it stands, how long it is and writing are refused, as the contract of <see cref="Stream"/> asks of such streams.</summary>
public abstract class ForwardOnlyStream : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <inheritdoc/>
    public sealed override long Length => throw Refused();

    /// <inheritdoc/>
    public sealed override long Position { get => throw Refused(); set => throw Refused(); }

    /// <inheritdoc/>
    public abstract override int Read(Span<byte> buffer);

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw Refused();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw Refused();

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw Refused();

    private static NotSupportedException Refused() => new("This stream can only be read forward.");
}
