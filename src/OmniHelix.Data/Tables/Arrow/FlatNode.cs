using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>A table of a FlatBuffer that is to be written; fields are named by their numbers in the schema of the format.</summary>
internal sealed class FlatNode
{
    private readonly List<(int Field, object Value)> fields = [];

    private readonly record struct Structs(byte[] Bytes, int Count);

    public FlatNode With(int field, byte value) => Add(field, value);

    public FlatNode With(int field, short value) => Add(field, value);

    public FlatNode With(int field, int value) => Add(field, value);

    public FlatNode With(int field, long value) => Add(field, value);

    public FlatNode With(int field, string value) => Add(field, value);

    public FlatNode With(int field, FlatNode value) => Add(field, value);

    public FlatNode With(int field, IEnumerable<FlatNode> value) => Add(field, value.ToArray());

    /// <summary>A vector of structs that hold 8-byte numbers.</summary>
    public FlatNode With(int field, byte[] structs, int count) => Add(field, new Structs(structs, count));

    /// <summary>The table and all it refers to, a multiple of 8 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new MemoryStream();
        Pad(bytes, 4, 0);
        Patch(bytes, 0, Write(bytes));
        Pad(bytes, 8, 0);
        return bytes.ToArray();
    }

    private FlatNode Add(int field, object value)
    {
        fields.Add((field, value));
        return this;
    }

    // The layout, the table with its numbers, then what it refers to, so that offsets lead forward.
    private long Write(MemoryStream bytes)
    {
        (int Field, object Value)[] bySize = [.. fields.OrderByDescending(f => SizeOf(f.Value))];
        var layout = new byte[4 + 2 * (fields.Count == 0 ? 0 : fields.Max(f => f.Field) + 1)];
        var size = 4;
        foreach (var (field, value) in bySize)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(layout.AsSpan(4 + 2 * field), (ushort)size);
            size += SizeOf(value);
        }
        BinaryPrimitives.WriteUInt16LittleEndian(layout, (ushort)layout.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(layout.AsSpan(2), (ushort)size);
        // Eight-byte numbers come first and start on a border of eight.
        Pad(bytes, 8, 4 - layout.Length);
        var at = bytes.Position + layout.Length;
        bytes.Write(layout);
        Number(bytes, 4, layout.Length);
        var references = new List<(long Place, object Value)>();
        foreach (var (_, value) in bySize)
        {
            if (value is not (byte or short or int or long)) references.Add((bytes.Position, value));
            Number(bytes, SizeOf(value), value is byte or short or int or long ? Convert.ToInt64(value, null) : 0);
        }
        foreach (var (place, value) in references) Patch(bytes, place, Write(bytes, value));
        return at;
    }

    private static long Write(MemoryStream bytes, object value)
    {
        switch (value)
        {
            case FlatNode node:
                return node.Write(bytes);
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                var start = Vector(bytes, utf8.Length, 4);
                bytes.Write(utf8);
                bytes.WriteByte(0);
                return start;
            case Structs structs:
                start = Vector(bytes, structs.Count, 8);
                bytes.Write(structs.Bytes);
                return start;
            default:
                var nodes = (FlatNode[])value;
                start = Vector(bytes, nodes.Length, 4);
                for (var i = 0; i < nodes.Length; i++) Number(bytes, 4, 0);
                for (var i = 0; i < nodes.Length; i++) Patch(bytes, start + 4 + 4 * i, nodes[i].Write(bytes));
                return start;
        }
    }

    private static long Vector(MemoryStream bytes, int count, int alignment)
    {
        Pad(bytes, alignment, 4);
        Number(bytes, 4, count);
        return bytes.Position - 4;
    }

    private static void Patch(MemoryStream bytes, long place, long target)
    {
        var end = bytes.Position;
        bytes.Position = place;
        Number(bytes, 4, target - place);
        bytes.Position = Math.Max(end, bytes.Position);
    }

    private static void Number(MemoryStream bytes, int size, long value)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        bytes.Write(number[..size]);
    }

    /// <summary>Zeros until what follows <paramref name="ahead"/> further bytes stands on a border.</summary>
    private static void Pad(MemoryStream bytes, int alignment, int ahead)
    {
        while (bytes.Position == 0 || ((bytes.Position + ahead) % alignment + alignment) % alignment != 0) bytes.WriteByte(0);
    }

    private static int SizeOf(object value) => value switch { byte => 1, short => 2, long => 8, _ => 4 };
}
