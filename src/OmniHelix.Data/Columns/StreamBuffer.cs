using System.Buffers;

namespace OmniHelix.Data.Columns;

/// <summary>What is on its way to a stream: bytes are gathered to a megabyte, so that a row of any length takes no more memory.</summary>
/// <param name="stream">Where they go; it stays open.</param>
internal sealed class StreamBuffer(Stream stream) : IBufferWriter<byte>
{
    private const int Gathered = 1 << 20;

    private readonly ArrayBufferWriter<byte> buffer = new(1 << 16);

    public void Advance(int count) => buffer.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (buffer.WrittenCount >= Gathered) Send();
        return buffer.GetMemory(sizeHint);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Writes bytes; many of them without gathering.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (buffer.WrittenCount + bytes.Length >= Gathered) Send();
        if (bytes.Length >= Gathered) stream.Write(bytes);
        else buffer.Write(bytes);
    }

    /// <summary>Hands on what was gathered.</summary>
    /// <exception cref="OmniException">OH6001 the disk is full; OH6002 it cannot be written.</exception>
    public void Send()
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
