namespace OmniHelix;

/// <summary>Output that only goes forward, on its way to another stream, which answers or refuses whatever else is asked.</summary>
/// <param name="output">Takes the bytes, and is closed with this.</param>
public abstract class ForwardStream(Stream output) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => output.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => output.Position;
        set => output.Position = value;
    }

    /// <summary>The stream below.</summary>
    protected Stream Output => output;

    /// <inheritdoc/>
    public abstract override void Write(ReadOnlySpan<byte> buffer);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => output.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => output.Seek(offset, origin);

    /// <inheritdoc/>
    public override void SetLength(long value) => output.SetLength(value);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) output.Dispose();
        base.Dispose(disposing);
    }
}
