using System.Buffers.Binary;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// A FlatBuffer: tables that refer forward to others by offsets. Every offset is checked before it is followed, and no more tables are
/// visited than its bytes can hold.
/// </summary>
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
        : throw Broken(at, $"its metadata refers to {count} bytes beyond their end");

    public int Int32(long at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(at, sizeof(int)));

    public ushort UInt16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, sizeof(ushort)));

    // Offsets lead forward, so that nothing can refer back to what refers to it.
    public int Follow(long at)
    {
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, sizeof(uint)));
        return offset >= 4 && at + offset <= bytes.Length - 4
            ? (int)(at + offset)
            : throw Broken(at, $"its metadata has an offset of {offset} bytes that leads nowhere");
    }

    // Several may refer to one table: without a limit small files could unfold to endless ones.
    public FlatTable Table(int at)
    {
        if (++visited > bytes.Length / 4) throw Broken(at, $"its metadata refers to the same tables again and again");
        var layout = (long)at - Int32(at);
        var layoutSize = UInt16(layout);
        var size = UInt16(layout + 2);
        if (layoutSize < 4 || layoutSize % 2 != 0 || size < 4) throw Broken(layout, $"its metadata has a table without layout");
        Slice(layout, layoutSize);
        Slice(at, size);
        return new FlatTable(this, at, (int)layout, layoutSize, size);
    }

    public OmniException Broken(long at, FormattableString what) => ArrowErrors.Broken(path, start + Math.Max(0, at), what);
}
