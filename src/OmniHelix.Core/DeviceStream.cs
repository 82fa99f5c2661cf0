namespace OmniHelix;

/// <summary>Bytes on their way to a device or a pipe: they cannot be taken back, but are counted.</summary>
/// <param name="output">Takes the bytes, and is closed with this.</param>
internal sealed class DeviceStream(Stream output) : ForwardStream(output)
{
    private long written;

    public override long Length => written;

    public override long Position
    {
        get => written;
        set => Output.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Output.Write(buffer);
        written += buffer.Length;
    }
}
