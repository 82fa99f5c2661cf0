using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>
/// The fields of one message in the wire format of Protocol Buffers (version 2), one after the other. Nothing is read beyond the end of the
/// message, whatever lengths it states.
/// </summary>
internal ref struct WireReader
{
    private readonly ReadOnlySpan<byte> message;
    private readonly int start;
    private readonly string place;
    private int at;
    private int fieldAt;

    /// <param name="message">Bytes of the message.</param>
    /// <param name="start">Where in the file it begins.</param>
    /// <param name="place">The file, for errors.</param>
    public WireReader(ReadOnlySpan<byte> message, int start, string place)
    {
        this.message = message;
        this.start = start;
        this.place = place;
    }

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>How it is written.</summary>
    public WireType Type { get; private set; }

    /// <summary>Moves to the next field, whose value is to be read or skipped then; false at the end.</summary>
    public bool MoveNext()
    {
        if (at == message.Length) return false;
        fieldAt = at;
        var tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        Type = (WireType)(tag & 7);
        if (Field == 0 || Type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
            throw Damaged($"a field begins with {tag}, which begins none");
        return true;
    }

    /// <summary>A whole number.</summary>
    public int Int32()
    {
        Require(WireType.Varint);
        return unchecked((int)Varint());
    }

    public bool Bool() => Int32() != 0;

    public float Float()
    {
        Require(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    public ReadOnlySpan<byte> Bytes()
    {
        Require(WireType.Bytes);
        var length = Varint();
        if (length > (ulong)(message.Length - at)) throw Damaged($"a length of {length} goes beyond the end");
        return Take((int)length);
    }

    public string Text()
    {
        var bytes = Bytes();
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A message within this one.</summary>
    public WireReader Message()
    {
        var bytes = Bytes();
        return new WireReader(bytes, start + at - bytes.Length, place);
    }

    /// <summary>Passes over the value of the field.</summary>
    /// <returns>The field as it is written, with its number.</returns>
    public ReadOnlySpan<byte> Skip()
    {
        switch (Type)
        {
            case WireType.Varint: Varint(); break;
            case WireType.Fixed64: Take(8); break;
            case WireType.Fixed32: Take(4); break;
            default: Bytes(); break;
        }
        return message[fieldAt..at];
    }

    /// <summary>The error of a message that is not what it should be.</summary>
    public readonly OmniException Damaged(string what) => new(
        "OH1533", what, FormattableString.Invariant($"{place}, byte {start + fieldAt}"),
        "Expected a SentencePiece model; if it is one, fetch the file again.");

    private readonly void Require(WireType type)
    {
        if (Type != type) throw Damaged($"field {Field} is a {Type}, expected a {type}");
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw Damaged("a number has more than ten bytes");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > message.Length - at) throw Damaged("the message ends within a field");
        at += length;
        return message.Slice(at - length, length);
    }
}

/// <summary>How the value of a field is written.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
