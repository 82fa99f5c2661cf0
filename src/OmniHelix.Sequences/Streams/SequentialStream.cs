namespace OmniHelix.Sequences.Streams;

/// <summary>
/// A stream that goes from start to end in one direction. Where it stands and how long it is cannot be asked or changed, which the contract
/// of <see cref="Stream"/> allows.
/// </summary>
public abstract class SequentialStream : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override long Length => throw Refused();

    /// <inheritdoc/>
    public sealed override long Position { get => throw Refused(); set => throw Refused(); }

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw Refused();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw Refused();

    /// <summary>What a caller gets who asks for more than the stream can do.</summary>
    private protected static NotSupportedException Refused() => new("This stream goes forward in one direction only.");
}
