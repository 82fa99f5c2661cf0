using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>Writes a message in the wire format of Protocol Buffers.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> message = new();

    public ReadOnlySpan<byte> Message => message.WrittenSpan;

    public void Int32(int field, int value)
    {
        Tag(field, WireType.Varint);
        // Negative numbers are written with 64 bits.
        Varint(unchecked((ulong)(long)value));
    }

    public void Bool(int field, bool value) => Int32(field, value ? 1 : 0);

    public void Float(int field, float value)
    {
        Tag(field, WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(message.GetSpan(4), value);
        message.Advance(4);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)value.Length);
        message.Write(value);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Fields as they are written, with their numbers.</summary>
    public void Fields(ReadOnlySpan<byte> fields) => message.Write(fields);

    private void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (ulong)type);

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) message.Write([(byte)(value | 0x80)]);
        message.Write([(byte)value]);
    }
}
