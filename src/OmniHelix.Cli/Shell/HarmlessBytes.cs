namespace OmniHelix.Cli.Shell;

/// <summary>
/// Bytes for a person's terminal: control characters in them do nothing there, as <see cref="Prose.Harmless"/> says of text.
/// </summary>
/// <param name="inner">The terminal; closed with this.</param>
internal sealed class HarmlessBytes(Stream inner) : Stream
{
    private const byte Shown = (byte)'?', Delete = 0x7F;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var shown = buffer.ToArray();
        foreach (ref var letter in shown.AsSpan())
            if (letter is Delete or < (byte)' ' and not ((byte)'\n' or (byte)'\r' or (byte)'\t')) letter = Shown;
        inner.Write(shown);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
