using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using OmniHelix.Data.Native;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Lays the columns of a record batch over its body: counts and buffers are taken in the order of the fields and checked against each other before any value is read.</summary>
internal sealed class ArrowBatch
{
    private const int NodeSize = 16, BufferSize = 16;

    // Columns that need no bytes may have more values than the rest of a batch backs, but not without end.
    private const long MostUnbacked = 1 << 16, MostUnbackedOfByte = 64;

    private readonly FlatTable header;
    private readonly byte[] nodes, places, viewed;
    private readonly BufferCodec? codec;
    private readonly SafeFileHandle file;
    private readonly (long Start, long Length) body;
    private readonly IReadOnlyDictionary<long, ArrowDictionary> dictionaries;
    private long end;
    private int node, buffer, view;

    private ArrowBatch(FlatTable header, SafeFileHandle file, long bodyStart, long bodyLength, IReadOnlyDictionary<long, ArrowDictionary> dictionaries)
    {
        (this.header, this.file, body, this.dictionaries) = (header, file, (bodyStart, bodyLength), dictionaries);
        Rows = header.Int64(0);
        if (Rows < 0) throw Broken(FormattableString.Invariant($"a batch of {Rows} rows"));
        (nodes, places, viewed) = (header.Structs(1, NodeSize).ToArray(), header.Structs(2, BufferSize).ToArray(), header.Structs(4, sizeof(long)).ToArray());
        if (header.Table(3) is not { } compression) return;
        codec = compression.Byte(0) switch
        {
            0 => BufferCodec.Lz4Frame,
            1 => BufferCodec.Zstd,
            var unknown => throw ArrowErrors.NotRead(header.Buffer.Path, $"the buffers are compressed with the unknown codec {unknown}", "Write the file again with LZ4, with ZSTD or without compression."),
        };
        if (compression.Byte(1) != 0) throw Broken("an unknown way of compression");
    }

    /// <summary>Rows of the batch.</summary>
    public long Rows { get; }

    /// <summary>The columns of a batch.</summary>
    public static (long Rows, ArrowArray[] Columns) Open(FlatTable header, SafeFileHandle file, long bodyStart, long bodyLength, IReadOnlyList<ArrowField> fields, IReadOnlyDictionary<long, ArrowDictionary> dictionaries)
    {
        var batch = new ArrowBatch(header, file, bodyStart, bodyLength, dictionaries);
        ArrowArray[] columns = [.. fields.Select(batch.Array)];
        foreach (var column in columns)
            if (column.Length != batch.Rows) throw batch.Broken(FormattableString.Invariant($"the column '{column.Field.Name}' has {column.Length} values in a batch of {batch.Rows} rows"));
        if (batch.node * NodeSize != batch.nodes.Length || batch.buffer * BufferSize != batch.places.Length || batch.view * sizeof(long) != batch.viewed.Length) throw batch.Broken("a batch has more counts or buffers than its columns need");
        return (batch.Rows, columns);
    }

    private ArrowArray Array(ArrowField field)
    {
        var (length, nulls) = Counts(field);
        if (field.Index is null && field.Layout == ArrowLayout.Null)
        {
            RequireBacked(field, length);
            return new NullArray(field, length);
        }
        var validity = Buffer(nulls > 0 ? length / 8 + (length % 8 > 0 ? 1 : 0) : 0, field);
        var valid = nulls > 0 ? validity : null;
        if (field.Index is { } index)
            return new DictionaryArray(field, length, valid, Buffer(Product(length, index.Width), field), dictionaries.GetValueOrDefault(index.Dictionary) ?? throw Broken(FormattableString.Invariant($"the dictionary {index.Dictionary} of column '{field.Name}' does not come before it")));
        switch (field.Layout)
        {
            case ArrowLayout.Boolean:
                return new FixedArray(field, length, valid, Buffer(length / 8 + (length % 8 > 0 ? 1 : 0), field));
            case ArrowLayout.Fixed or ArrowLayout.FixedBytes:
                if (field.Width == 0) RequireBacked(field, length);
                return new FixedArray(field, length, valid, Buffer(Product(length, field.Width), field));
            case ArrowLayout.Text or ArrowLayout.LargeText:
                var (textEnds, isLarge) = (Offsets(field, length), field.Layout == ArrowLayout.LargeText);
                var texts = Buffer(0, field);
                return new TextArray(field, length, valid, new(textEnds, isLarge, length, texts.Length), texts);
            case ArrowLayout.View:
                return new ViewArray(field, length, valid, Buffer(Product(length, ViewArray.Width), field), ViewBuffers(field));
            case ArrowLayout.List or ArrowLayout.LargeList:
                var listEnds = Offsets(field, length);
                var items = Array(field.Children[0]);
                return new ListArray(field, length, valid, new(listEnds, field.Layout == ArrowLayout.LargeList, length, items.Length), items);
            case ArrowLayout.FixedList:
                if (field.Width == 0) RequireBacked(field, length);
                return new FixedListArray(field, length, valid, AtLeast(Product(length, field.Width), Array(field.Children[0]), field));
            default:
                return new StructArray(field, length, valid, [.. field.Children.Select(c => AtLeast(length, Array(c), field))]);
        }
    }

    private ArrowBuffer[] ViewBuffers(ArrowField field)
    {
        var count = (view + 1) * sizeof(long) <= viewed.Length ? BinaryPrimitives.ReadInt64LittleEndian(viewed.AsSpan(view++ * sizeof(long))) : -1;
        if (count < 0 || count > places.Length / BufferSize - buffer) throw Broken($"the buffers of column '{field.Name}' are not counted");
        var buffers = new ArrowBuffer[count];
        for (var i = 0; i < buffers.Length; i++) buffers[i] = Buffer(0, field);
        return buffers;
    }

    private ArrowBuffer Offsets(ArrowField field, long length) => Buffer(length == 0 ? 0 : Product(length + 1, field.Layout is ArrowLayout.LargeText or ArrowLayout.LargeList ? 8 : 4), field);

    private ArrowArray AtLeast(long length, ArrowArray child, ArrowField field) =>
        child.Length >= length ? child : throw Broken(FormattableString.Invariant($"'{child.Field.Name}' has {child.Length} values, but '{field.Name}' needs {length}"));

    private (long Length, long Nulls) Counts(ArrowField field)
    {
        if ((node + 1) * NodeSize > nodes.Length) throw Broken($"the column '{field.Name}' is missing in a batch");
        var counts = nodes.AsSpan(node++ * NodeSize);
        var (length, nulls) = (BinaryPrimitives.ReadInt64LittleEndian(counts), BinaryPrimitives.ReadInt64LittleEndian(counts[8..]));
        return length >= 0 && nulls >= 0 && nulls <= length ? (length, nulls) : throw Broken(FormattableString.Invariant($"the column '{field.Name}' has {length} values, {nulls} of them missing"));
    }

    // Buffers lie one behind the other.
    private ArrowBuffer Buffer(long needed, ArrowField field)
    {
        if ((buffer + 1) * BufferSize > places.Length) throw Broken($"a buffer of column '{field.Name}' is missing in a batch");
        var place = places.AsSpan(buffer++ * BufferSize);
        var (offset, length) = (BinaryPrimitives.ReadInt64LittleEndian(place), BinaryPrimitives.ReadInt64LittleEndian(place[8..]));
        if (offset < 0 || length < 0 || length > body.Length || offset > body.Length - length)
            throw Broken(FormattableString.Invariant($"a buffer of column '{field.Name}' lies at {offset} with {length} bytes, outside the {body.Length} of its batch"));
        if (length > 0)
        {
            if (offset < end) throw Broken(FormattableString.Invariant($"a buffer of column '{field.Name}' at {offset} overlaps the one that ends at {end}"));
            end = offset + length;
        }
        var opened = ArrowBuffer.Open(header.Buffer.Path, file, body.Start + offset, length, codec);
        return opened.Length >= needed ? opened : throw Broken(FormattableString.Invariant($"a buffer of column '{field.Name}' has {opened.Length} bytes where {needed} are needed"));
    }

    private void RequireBacked(ArrowField field, long length)
    {
        if (length > MostUnbacked + MostUnbackedOfByte * body.Length) throw Broken(FormattableString.Invariant($"the column '{field.Name}' claims {length} values in a batch of {body.Length} bytes"));
    }

    private long Product(long count, long width) => width == 0 || count <= long.MaxValue / width ? count * width : throw Broken(FormattableString.Invariant($"a column of {count} values"));

    private OmniException Broken(string what) => header.Buffer.Broken(header.At, what);
}
