using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using OmniHelix.Data.Native;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// Lays the columns of a record batch over its body: counts and buffers are taken in the order of the fields and checked against each other
/// before any value is read.
/// </summary>
internal sealed class ArrowBatch
{
    private const int NodeSize = 16, BufferSize = 16;

    // Values that need no bytes: so many, and as many more as the batch has other values to stand beside, which take a bit each at least.
    private const long MostUnbacked = 1 << 16, ValuesOfByte = 8;

    private readonly FlatTable header;
    private readonly byte[] nodes, places, viewed;
    private readonly BufferCodec? codec;
    private readonly SafeFileHandle file;
    private readonly (long Start, long Length) body;
    private readonly IReadOnlyDictionary<long, ArrowDictionary> dictionaries;
    private readonly List<(ArrowField Field, long Length)> unbacked = [];
    private readonly long rows;
    private readonly bool holdsRows;
    private long end, held;
    private int node, buffer, view;

    private ArrowBatch(ArrowFile file, ArrowMessage message, FlatTable header, IReadOnlyDictionary<long, ArrowDictionary> dictionaries)
    {
        this.header = header;
        this.file = file.Handle;
        this.dictionaries = dictionaries;
        body = (message.BodyStart, message.BodyLength);
        rows = RowsOf(header);
        holdsRows = !message.IsDictionary;
        nodes = header.Structs(1, NodeSize).ToArray();
        places = header.Structs(2, BufferSize).ToArray();
        viewed = header.Structs(4, sizeof(long)).ToArray();
        if (header.Table(3) is { } compression) codec = CodecOf(compression);
    }

    /// <summary>The number of rows that a batch says it has.</summary>
    public static long RowsOf(FlatTable header)
    {
        var rows = header.Int64(0);
        return rows >= 0 ? rows : throw header.Broken($"a batch of {Plural.Count(rows, "row")}");
    }

    /// <summary>The columns of a batch, each with a value for every row.</summary>
    /// <param name="file">The file.</param>
    /// <param name="message">Where the body lies.</param>
    /// <param name="header">Description of the batch.</param>
    /// <param name="fields">Its columns.</param>
    /// <param name="dictionaries">As they are at this place of the file.</param>
    public static ArrowArray[] Open(
        ArrowFile file,
        ArrowMessage message,
        FlatTable header,
        IReadOnlyList<ArrowField> fields,
        IReadOnlyDictionary<long, ArrowDictionary> dictionaries)
    {
        var batch = new ArrowBatch(file, message, header, dictionaries);
        ArrowArray[] columns = [.. fields.Select(batch.Array)];
        foreach (var column in columns)
            if (column.Length != batch.rows)
                throw batch.Broken($"the column '{column.Field.Name}' has {column.Length} values in a batch of {batch.rows} rows");
        batch.CheckAllTaken();
        batch.CheckBacked(fields);
        return columns;
    }

    private BufferCodec CodecOf(FlatTable compression)
    {
        if (compression.Byte(1) != 0) throw Broken($"an unknown way of compression");
        return compression.Byte(0) switch
        {
            0 => BufferCodec.Lz4Frame,
            1 => BufferCodec.Zstd,
            var unknown => throw ArrowErrors.NotRead(
                header.Buffer.Path,
                $"the buffers are compressed with the unknown codec {unknown}",
                "Write the file again with LZ4, with ZSTD or without compression."),
        };
    }

    private ArrowArray Array(ArrowField field)
    {
        var (length, nulls) = Counts(field);
        if (field.Index is null && field.Layout == ArrowLayout.Null)
        {
            unbacked.Add((field, length));
            return new NullArray(field, length);
        }
        var validity = Buffer(nulls > 0 ? Bits(length) : 0, field);
        var valid = nulls > 0 ? validity : null;
        if (field.Index is { } index)
            return new DictionaryArray(field, length, valid, Values(field, length, index.Width), DictionaryOf(field, index));
        var isFixed = field.Layout is ArrowLayout.Fixed or ArrowLayout.FixedBytes or ArrowLayout.FixedList;
        if (isFixed && field.Width == 0) unbacked.Add((field, length));
        return field.Layout switch
        {
            ArrowLayout.Boolean => new FixedArray(field, length, valid, Buffer(Bits(length), field)),
            ArrowLayout.Fixed or ArrowLayout.FixedBytes => new FixedArray(field, length, valid, Values(field, length, field.Width)),
            ArrowLayout.Text or ArrowLayout.LargeText => Texts(field, length, valid),
            ArrowLayout.View => new ViewArray(field, length, valid, Values(field, length, ViewArray.Width), ViewBuffers(field)),
            ArrowLayout.List or ArrowLayout.LargeList => Lists(field, length, valid),
            ArrowLayout.FixedList => new FixedListArray(field, length, valid, Items(field, Product(length, field.Width))),
            _ => new StructArray(field, length, valid, [.. field.Children.Select(c => Child(field, c, length))]),
        };
    }

    private TextArray Texts(ArrowField field, long length, ArrowBuffer? valid)
    {
        var isLarge = field.Layout == ArrowLayout.LargeText;
        var offsets = Offsets(field, length, isLarge);
        var texts = Buffer(0, field);
        return new TextArray(field, length, valid, new ArrowOffsets(offsets, isLarge, length, texts.Length), texts);
    }

    private ListArray Lists(ArrowField field, long length, ArrowBuffer? valid)
    {
        var isLarge = field.Layout == ArrowLayout.LargeList;
        var offsets = Offsets(field, length, isLarge);
        var items = Array(field.Children[0]);
        return new ListArray(field, length, valid, new ArrowOffsets(offsets, isLarge, length, items.Length), items);
    }

    private ArrowArray Items(ArrowField field, long needed) => Child(field, field.Children[0], needed);

    private ArrowArray Child(ArrowField field, ArrowField inside, long needed)
    {
        var child = Array(inside);
        if (child.Length < needed)
            throw Broken($"'{inside.Name}' has {Plural.Count(child.Length, "value")}, but '{field.Name}' needs {needed}");
        return child;
    }

    private ArrowDictionary DictionaryOf(ArrowField field, ArrowIndex index) => dictionaries.GetValueOrDefault(index.Dictionary)
        ?? throw Broken($"the dictionary {index.Dictionary} of column '{field.Name}' does not come before it");

    private ArrowBuffer[] ViewBuffers(ArrowField field)
    {
        var at = view++ * sizeof(long);
        var count = at + sizeof(long) <= viewed.Length ? BinaryPrimitives.ReadInt64LittleEndian(viewed.AsSpan(at)) : -1;
        if (count < 0 || count > places.Length / BufferSize - buffer) throw Broken($"the buffers of column '{field.Name}' are not counted");
        var buffers = new ArrowBuffer[count];
        for (var i = 0; i < buffers.Length; i++) buffers[i] = Buffer(0, field);
        return buffers;
    }

    private ArrowBuffer Values(ArrowField field, long length, int width) => Buffer(Product(length, width), field);

    private ArrowBuffer Offsets(ArrowField field, long length, bool isLarge) =>
        Buffer(length == 0 ? 0 : Product(length + 1, isLarge ? sizeof(long) : sizeof(int)), field);

    private (long Length, long Nulls) Counts(ArrowField field)
    {
        var at = node++ * NodeSize;
        if (at + NodeSize > nodes.Length) throw Broken($"the column '{field.Name}' is missing in a batch");
        var length = BinaryPrimitives.ReadInt64LittleEndian(nodes.AsSpan(at));
        var nulls = BinaryPrimitives.ReadInt64LittleEndian(nodes.AsSpan(at + sizeof(long)));
        return length >= 0 && nulls >= 0 && nulls <= length
            ? (length, nulls)
            : throw Broken($"the column '{field.Name}' has {Plural.Count(length, "value")}, {nulls} of them missing");
    }

    // Buffers lie one behind the other.
    private ArrowBuffer Buffer(long needed, ArrowField field)
    {
        var at = buffer++ * BufferSize;
        if (at + BufferSize > places.Length) throw Broken($"a buffer of column '{field.Name}' is missing in a batch");
        var offset = BinaryPrimitives.ReadInt64LittleEndian(places.AsSpan(at));
        var length = BinaryPrimitives.ReadInt64LittleEndian(places.AsSpan(at + sizeof(long)));
        if (offset < 0 || length < 0 || length > body.Length || offset > body.Length - length)
            throw Broken($"a buffer of column '{field.Name}' lies at {offset} with {length} bytes, outside the {body.Length} of its batch");
        if (length > 0)
        {
            if (offset < end) throw Broken($"a buffer of column '{field.Name}' at {offset} overlaps the one that ends at {end}");
            end = offset + length;
        }
        var opened = ArrowBuffer.Open(header.Buffer.Path, file, body.Start + offset, length, codec);
        if (opened.Length < needed) throw Broken($"a buffer of column '{field.Name}' has {opened.Length} bytes where {needed} are needed");
        held += opened.Length;
        return opened;
    }

    private void CheckAllTaken()
    {
        var isTaken = node * NodeSize == nodes.Length && buffer * BufferSize == places.Length && view * sizeof(long) == viewed.Length;
        if (!isTaken) throw Broken($"a batch has more counts or buffers than its columns need");
    }

    // Rows are read in pieces, as long as there are any. What lies inside lists or in a dictionary is read at once: only bytes of the file
    // count there.
    private void CheckBacked(IReadOnlyList<ArrowField> columns)
    {
        foreach (var (field, length) in unbacked)
        {
            var isReadInPieces = holdsRows && columns.Any(c => ReferenceEquals(c, field));
            if (length > MostUnbacked + ValuesOfByte * (isReadInPieces ? held : body.Length))
                throw Broken($"the column '{field.Name}' claims {Plural.Count(length, "value")} in a batch of {body.Length} bytes");
        }
    }

    private static long Bits(long count) => count / 8 + (count % 8 > 0 ? 1 : 0);

    private long Product(long count, long width) =>
        width == 0 || count <= long.MaxValue / width ? count * width : throw Broken($"a column of {Plural.Count(count, "value")}");

    private OmniException Broken(FormattableString what) => header.Broken(what);
}
