using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// A table of a FlatBuffer; a field is named by its number in the schema of the format, and one that is absent has its default.
/// </summary>
internal readonly struct FlatTable(FlatBuffer buffer, int at, int layout, int layoutSize, int size)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public FlatBuffer Buffer => buffer;

    public byte Byte(int field, byte absent = 0) => Place(field, 1) is var place and > 0 ? buffer.Slice(place, 1)[0] : absent;

    public short Int16(int field, short absent = 0) => Place(field, 2) is var place and > 0 ? (short)buffer.UInt16(place) : absent;

    public int Int32(int field, int absent = 0) => Place(field, 4) is var place and > 0 ? buffer.Int32(place) : absent;

    public long Int64(int field) =>
        Place(field, 8) is var place and > 0 ? BinaryPrimitives.ReadInt64LittleEndian(buffer.Slice(place, 8)) : 0;

    public FlatTable? Table(int field) => Place(field, 4) is var place and > 0 ? buffer.Table(buffer.Follow(place)) : null;

    public string? Text(int field)
    {
        if (Place(field, 4) is not (var place and > 0)) return null;
        var text = buffer.Follow(place);
        try
        {
            return StrictUtf8.GetString(buffer.Slice(text + 4L, (uint)buffer.Int32(text)));
        }
        catch (DecoderFallbackException)
        {
            throw buffer.Broken(text, $"a name is not valid UTF-8");
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

    public OmniException Broken(FormattableString what) => buffer.Broken(at, what);

    private int Place(int field, int bytes)
    {
        var entry = 4 + 2 * field;
        if (entry + 2 > layoutSize) return 0;
        var offset = buffer.UInt16(layout + entry);
        if (offset == 0) return 0;
        return offset >= 4 && offset + bytes <= size
            ? at + offset
            : throw buffer.Broken(layout + entry, $"a field of its metadata lies outside its table");
    }
}
