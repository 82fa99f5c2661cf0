using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>The buffers of a record batch, as they will lie in the file.</summary>
internal sealed class ArrowBody
{
    private const int PairSize = 2 * sizeof(long);

    private readonly List<(long Values, long Missing)> counts = [];
    private readonly List<ReadOnlyMemory<byte>> buffers = [];

    public ArrowBody(TableChunk chunk)
    {
        foreach (var column in chunk.Data) Add(column, 0, chunk.Rows);
        var nodes = new byte[PairSize * counts.Count];
        for (var i = 0; i < counts.Count; i++) Pair(nodes, i, counts[i].Values, counts[i].Missing);
        var places = new byte[PairSize * buffers.Count];
        for (var i = 0; i < buffers.Count; i++)
        {
            Pair(places, i, Length, buffers[i].Length);
            Length += Padded(buffers[i].Length);
        }
        Description = new FlatNode().With(0, (long)chunk.Rows).With(1, nodes, counts.Count).With(2, places, buffers.Count);
    }

    /// <summary>Counts and places.</summary>
    public FlatNode Description { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    public void WriteTo(Stream stream)
    {
        foreach (var buffer in buffers)
        {
            stream.Write(buffer.Span);
            stream.Write("\0\0\0\0\0\0\0"u8[..(int)(Padded(buffer.Length) - buffer.Length)]);
        }
    }

    private static long Padded(long length) => (length + 7) / 8 * 8;

    private void Add(ColumnData data, int first, int count)
    {
        var missing = 0;
        for (var i = 0; i < count; i++)
            if (data.IsNull(first + i)) missing++;
        counts.Add((count, missing));
        buffers.Add(missing == 0 ? default : Bits(count, i => !data.IsNull(first + i)));
        switch (data)
        {
            case NumberData { Type.Kind: TableKind.Boolean } flags:
                buffers.Add(Bits(count, i => flags.Int64(first + i) != 0));
                break;
            case NumberData numbers:
                buffers.Add(numbers.Raw(first, count));
                break;
            case TextData texts:
                buffers.Add(Offsets(count, i => texts.Utf8(first + i).Length));
                buffers.Add(texts.Raw(first, count));
                break;
            case ListData lists:
                AddList(lists, first, count);
                break;
            case StructData fields:
                foreach (var field in fields.Fields) Add(field, first, count);
                break;
        }
    }

    private void AddList(ListData lists, int first, int count)
    {
        var start = -1;
        var end = 0;
        for (var i = first; i < first + count; i++)
        {
            var (from, length) = lists.Range(i);
            if (length == 0 || lists.IsNull(i)) continue;
            if (start >= 0 && from != end)
            {
                AddList(Gathered(lists, first, count), 0, count);
                return;
            }
            if (start < 0) start = from;
            end = from + length;
        }
        buffers.Add(Offsets(count, i => lists.IsNull(first + i) ? 0 : lists.Range(first + i).Length));
        Add(lists.Items, Math.Max(0, start), end - Math.Max(0, start));
    }

    // Lists whose values do not lie one behind the other.
    private static ListData Gathered(ListData lists, int first, int count)
    {
        var builder = ColumnBuilder.For(lists.Type);
        for (var i = first; i < first + count; i++) builder.Add(lists, i);
        return (ListData)builder.Take();
    }

    private static byte[] Bits(int count, Func<int, bool> bit)
    {
        var bits = new byte[(count + 7) / 8];
        for (var i = 0; i < count; i++)
            if (bit(i)) bits[i >> 3] |= (byte)(1 << (i & 7));
        return bits;
    }

    private static byte[] Offsets(int count, Func<int, int> length)
    {
        var offsets = new int[count + 1];
        for (var i = 0; i < count; i++) offsets[i + 1] = offsets[i] + length(i);
        return MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray();
    }

    private static void Pair(byte[] into, int index, long first, long second)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into.AsSpan(PairSize * index), first);
        BinaryPrimitives.WriteInt64LittleEndian(into.AsSpan(PairSize * index + sizeof(long)), second);
    }
}
