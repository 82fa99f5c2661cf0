using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using CsCheck;
using OmniHelix.Data.Columns;
using OurTable = OmniHelix.Data.Tables.Table;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>Arrow files against another implementation: what one writes the other reads.</summary>
public sealed class ApacheArrowTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(".arrow")]
    [InlineData(".arrows")]
    [InlineData(".feather")]
    public void WhatWeWriteItReads(string ending) => AnyTable.Any.Sample(table =>
    {
        var path = NewPath(ending);
        using (var writer = OurTable.Create(path, table.Columns))
        {
            writer.Append(table.Chunk());
            writer.Complete();
        }
        var batches = ending == ".arrows" ? OfStream(path) : OfFile(path);
        var rows =
            from batch in batches
            from row in Enumerable.Range(0, batch.Length)
            select batch.Arrays.Select(a => Stored(a, row)).ToArray();
        Assert.Equal(table.Rows.Select(AnyTable.Show), rows.Select(AnyTable.Show));
    }, iter: 300);

    [Fact]
    public void ItFindsTheNamesOfClassesWhereTheDatasetsLibraryLooks()
    {
        var path = NewPath(".arrows");
        TableColumn label = new("label", TableType.Int64) { ClassNames = ["other", "promoter"] };
        using (var writer = OurTable.Create(path, [label])) writer.Complete();
        using var file = File.OpenRead(path);
        using var reader = new ArrowStreamReader(file);
        const string classes = """{"names":["other","promoter"],"_type":"ClassLabel"}""";
        Assert.Contains(classes, reader.Schema.Metadata["huggingface"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".arrow", null, false)]
    [InlineData(".arrow", CompressionCodecType.Zstd, false)]
    [InlineData(".feather", CompressionCodecType.Lz4Frame, false)]
    [InlineData(".arrows", null, false)]
    [InlineData(".arrows", null, true)]
    [InlineData(".arrows", CompressionCodecType.Zstd, false)]
    [InlineData(".arrows", CompressionCodecType.Lz4Frame, false)]
    public void WhatItWritesWeRead(string ending, CompressionCodecType? codec, bool isLegacy) => ApacheTable.Any.Sample(table =>
    {
        var path = NewPath(ending);
        Write(path, table.Batch(), table.Cut, Options(codec, isLegacy));
        var read = OurTable.Open(path);
        Assert.Equal(table.Columns, read.Columns);
        Assert.Equal(table.Rows.Length, read.RowCount);
        Assert.Equal(table.OurRows.Select(AnyTable.Show), AnyTable.RowsOf(read.Chunks()).Select(AnyTable.Show));
    }, iter: 300);

    [Fact]
    public void AColumnOfNothingStandsBesideOneThatIsCompressedToAlmostNothing()
    {
        const int rows = 1_000_000;
        var path = NewPath(".feather");
        var schema = new Schema([new Field("zero", Int64Type.Default, false), new Field("nothing", NullType.Default, true)], []);
        var zeros = new Int64Array.Builder().Resize(rows).Build();
        Write(path, new RecordBatch(schema, [zeros, new NullArray(rows)], rows), rows, Options(CompressionCodecType.Zstd));
        Assert.InRange(new FileInfo(path).Length, 1, 10_000);
        Assert.Equal(rows, OurTable.Open(path).Chunks().Sum(c => Enumerable.Range(0, c.Rows).Count(row => c.Data[1].IsNull(row))));
    }

    private string NewPath(string ending) => Path.Combine(scratch.Path, Guid.NewGuid() + ending);

    private static IpcOptions Options(CompressionCodecType? codec, bool isLegacy = false) => new()
    {
        CompressionCodec = codec,
        CompressionCodecFactory = new CompressionCodecFactory(),
        WriteLegacyIpcFormat = isLegacy,
    };

    // Two batches.
    private static void Write(string path, RecordBatch batch, int cut, IpcOptions options)
    {
        using var file = File.Create(path);
        using var writer = path.EndsWith(".arrows", StringComparison.Ordinal)
            ? new ArrowStreamWriter(file, batch.Schema, leaveOpen: true, options)
            : new ArrowFileWriter(file, batch.Schema, leaveOpen: true, options);
        writer.WriteRecordBatch(batch.Slice(0, cut));
        writer.WriteRecordBatch(batch.Slice(cut, batch.Length - cut));
        writer.WriteEnd();
    }

    private static List<RecordBatch> OfStream(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new ArrowStreamReader(file);
        var batches = new List<RecordBatch>();
        while (reader.ReadNextRecordBatch() is { } batch) batches.Add(batch);
        return batches;
    }

    private static List<RecordBatch> OfFile(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new ArrowFileReader(file);
        var batches = new List<RecordBatch>();
        while (reader.ReadNextRecordBatch() is { } batch) batches.Add(batch);
        return batches;
    }

    private static object? Stored(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        BooleanArray flags => flags.GetValue(row),
        Int8Array numbers => numbers.Values[row],
        Int16Array numbers => numbers.Values[row],
        Int32Array numbers => numbers.Values[row],
        Int64Array numbers => numbers.Values[row],
        UInt8Array numbers => numbers.Values[row],
        UInt16Array numbers => numbers.Values[row],
        UInt32Array numbers => numbers.Values[row],
        UInt64Array numbers => numbers.Values[row],
        FloatArray numbers => numbers.Values[row],
        DoubleArray numbers => numbers.Values[row],
        Date32Array days => days.Values[row],
        TimestampArray { Data.DataType: TimestampType { Unit: TimeUnit.Microsecond } } moments => moments.Values[row],
        Decimal128Array digits => BitConverter.ToInt128(digits.GetBytes(row)),
        StringArray texts => texts.GetString(row),
        BinaryArray bytes => bytes.GetBytes(row).ToArray(),
        ListArray lists => Items(lists.GetSlicedValues(row)),
        StructArray structs => structs.Fields.Select(f => Stored(f, row)).ToArray(),
        _ => throw new NotSupportedException(array.GetType().Name),
    };

    private static object?[] Items(IArrowArray items) => [.. Enumerable.Range(0, items.Length).Select(i => Stored(items, i))];
}
