namespace OmniHelix;

/// <summary>
/// Bytes on their way to a device or a pipe: they cannot be taken back, but are counted. Whatever else is asked of it, the stream below
/// answers or refuses.
/// </summary>
/// <param name="output">Takes the bytes, and is closed with this.</param>
internal sealed class ForwardStream(Stream output) : Stream
{
    private long written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => written;

    public override long Position
    {
        get => written;
        set => output.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        output.Write(buffer);
        written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => output.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => output.Seek(offset, origin);

    public override void SetLength(long value) => output.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing) output.Dispose();
        base.Dispose(disposing);
    }
}
