namespace OmniHelix.Cli.Shell;

/// <summary>Standard output of this process; a failure to write there is the error that a user sees.</summary>
internal sealed class StandardOutput : Stream
{
    private const string Name = "standard output";

    private readonly Stream output = Console.OpenStandardOutput();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => output.Length;

    public override long Position
    {
        get => output.Position;
        set => output.Position = value;
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: they cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            output.Write(buffer);
        }
        catch (IOException e)
        {
            throw AtomicFile.Translate(e, Name);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => output.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => output.Seek(offset, origin);

    public override void SetLength(long value) => output.SetLength(value);
}
