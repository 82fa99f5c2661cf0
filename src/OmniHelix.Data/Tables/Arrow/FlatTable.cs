using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>A FlatBuffer: tables that refer forward to others by offsets. Every offset is checked before it is followed, and no more tables are visited than its bytes can hold.</summary>
/// <param name="bytes">The whole buffer.</param>
/// <param name="path">The file, for messages.</param>
/// <param name="start">Where the buffer stands in it.</param>
internal sealed class FlatBuffer(byte[] bytes, string path, long start)
{
    private int visited;

    public string Path => path;

    public FlatTable Root => Table(Follow(0));

    public ReadOnlySpan<byte> Slice(long at, long count) => at >= 0 && count >= 0 && at + count <= bytes.Length
        ? bytes.AsSpan((int)at, (int)count)
        : throw Broken(at, FormattableString.Invariant($"its metadata refers to {count} bytes beyond their end"));

    public int Int32(long at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(at, 4));

    public ushort UInt16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2));

    // Offsets lead forward, so that nothing can refer back to what refers to it.
    public int Follow(long at)
    {
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4));
        if (offset < 4 || at + offset > bytes.Length - 4) throw Broken(at, FormattableString.Invariant($"its metadata has an offset of {offset} bytes that leads nowhere"));
        return (int)(at + offset);
    }

    // Several may refer to one table: without a limit small files could unfold to endless ones.
    public FlatTable Table(int at)
    {
        if (++visited > bytes.Length / 4) throw Broken(at, "its metadata refers to the same tables again and again");
        var layout = (long)at - Int32(at);
        var (layoutSize, size) = (UInt16(layout), UInt16(layout + 2));
        if (layoutSize < 4 || layoutSize % 2 != 0 || size < 4) throw Broken(layout, "its metadata has a table without layout");
        Slice(layout, layoutSize);
        Slice(at, size);
        return new FlatTable(this, at, (int)layout, layoutSize, size);
    }

    public OmniException Broken(long at, string what) => ArrowErrors.Broken(path, start + Math.Max(0, at), what);
}

/// <summary>A table of a FlatBuffer; a field is named by its number in the schema of the format, and one that is absent has its default.</summary>
internal readonly struct FlatTable(FlatBuffer buffer, int at, int layout, int layoutSize, int size)
{
    public FlatBuffer Buffer => buffer;

    public int At => at;

    public byte Byte(int field, byte absent = 0) => Place(field, 1) is var place and > 0 ? buffer.Slice(place, 1)[0] : absent;

    public short Int16(int field, short absent = 0) => Place(field, 2) is var place and > 0 ? (short)buffer.UInt16(place) : absent;

    public int Int32(int field, int absent = 0) => Place(field, 4) is var place and > 0 ? buffer.Int32(place) : absent;

    public long Int64(int field) => Place(field, 8) is var place and > 0 ? BinaryPrimitives.ReadInt64LittleEndian(buffer.Slice(place, 8)) : 0;

    public FlatTable? Table(int field) => Place(field, 4) is var place and > 0 ? buffer.Table(buffer.Follow(place)) : null;

    public string? Text(int field)
    {
        if (Place(field, 4) is not (var place and > 0)) return null;
        var text = buffer.Follow(place);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer.Slice(text + 4L, (uint)buffer.Int32(text)));
        }
        catch (DecoderFallbackException)
        {
            throw buffer.Broken(text, "a name is not valid UTF-8");
        }
    }

    public FlatTable[] Tables(int field)
    {
        if (Place(field, 4) is not (var place and > 0)) return [];
        var vector = buffer.Follow(place);
        var count = (uint)buffer.Int32(vector);
        buffer.Slice(vector + 4L, 4L * count);
        var tables = new FlatTable[count];
        for (var i = 0; i < tables.Length; i++) tables[i] = buffer.Table(buffer.Follow(vector + 4L + 4L * i));
        return tables;
    }

    /// <summary>A vector of structs, each of <paramref name="each"/> bytes.</summary>
    public ReadOnlySpan<byte> Structs(int field, int each)
    {
        if (Place(field, 4) is not (var place and > 0)) return [];
        var vector = buffer.Follow(place);
        return buffer.Slice(vector + 4L, (long)each * (uint)buffer.Int32(vector));
    }

    private int Place(int field, int bytes)
    {
        var entry = 4 + 2 * field;
        if (entry + 2 > layoutSize) return 0;
        var offset = buffer.UInt16(layout + entry);
        if (offset == 0) return 0;
        return offset >= 4 && offset + bytes <= size ? at + offset : throw buffer.Broken(layout + entry, "a field of its metadata lies outside its table");
    }
}
