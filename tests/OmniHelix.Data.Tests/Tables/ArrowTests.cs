using OmniHelix.Data.Columns;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests.Tables;

public sealed class ArrowTests : IDisposable
{
    private static readonly string Foreign = SourceTree.PathOf("tests", "OmniHelix.Data.Tests", "data", "arrow");

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("types.arrow")]
    [InlineData("types.arrows")]
    public void EveryTypeOfAnotherImplementationIsRead(string name)
    {
        var table = Table.Open(Path.Combine(Foreign, name));
        Assert.Equal(3, table.RowCount);
        Assert.Equal(
            "text boolean int8 int16 int32 int64 uint8 uint16 uint32 uint64 float float double text text bytes bytes bytes list<text> "
                + "list<int8> struct<id int32, name text> list<struct<key text, value int32>> text date date timestamp timestamp",
            string.Join(' ', table.Columns.Select(c => c.Type)));
        var rows = table.Rows().ToArray();
        Assert.Equal(
        [
            null, true, -128L, -32768L, -5L, long.MinValue, 0L, 0L, 0L, 0UL, 0.5f, 0.1f, 0.1, "é", "ACGT",
            new byte[] { 1, 2 }, new byte[] { 255 }, new byte[] { 1, 2 }, new object?[] { "a", null }, new object?[] { 1L, 2L },
            Struct(("id", 1L), ("name", "n")),
            new object?[] { Struct(("key", "k"), ("value", 1L)), Struct(("key", "l"), ("value", 2L)) }, "b",
            new DateOnly(2024, 2, 29), new DateOnly(2024, 2, 29),
            new DateTime(2023, 11, 14, 22, 13, 20), new DateTime(2023, 11, 14, 22, 13, 20, 123),
        ], rows[0].Fields.Select(f => f.Value));
        Assert.All(rows[1].Fields, f => Assert.Null(f.Value));
        Assert.Equal(
        [
            null, false, 127L, 32767L, 2147483647L, long.MaxValue, 255L, 65535L, 4294967295L, ulong.MaxValue, -2f, 3f, -1e300, "", "▁x",
            Array.Empty<byte>(), new byte[] { 0 }, new byte[] { 3, 4 }, Array.Empty<object?>(), new object?[] { 3L, 4L },
            Struct(("id", null), ("name", null)), Array.Empty<object?>(), "a",
            new DateOnly(1969, 12, 31), new DateOnly(1969, 12, 31),
            new DateTime(1969, 12, 31, 23, 59, 59), new DateTime(1969, 12, 31, 23, 59, 59, 999),
        ], rows[2].Fields.Select(f => f.Value));
    }

    [Theory]
    [InlineData("lz4.feather")]
    [InlineData("zstd.arrows")]
    public void CompressedBuffersAreRead(string name)
    {
        var rows = Table.Open(Path.Combine(Foreign, name)).Rows().ToArray();
        Assert.Equal(200, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal((long)i, rows[i]["n"]);
            Assert.Equal(i % 7 == 3 ? null : string.Concat(Enumerable.Repeat("ACGT", i % 5)) + i, rows[i]["sequence"]);
        }
    }

    [Fact]
    public void ViewsOfTextsAreRead()
    {
        var rows = Table.Open(Path.Combine(Foreign, "views.arrows")).Rows().ToArray();
        Assert.Equal(300, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal(i % 5 == 2 ? null : string.Concat(Enumerable.Repeat("ACGT", i % 9)) + i, rows[i]["sequence"]);
            Assert.Equal(i % 3 == 1 ? null : Enumerable.Range(0, i % 20).Select(j => (byte)j).ToArray(), rows[i]["bytes"]);
        }
    }

    [Fact]
    public void ADictionaryMayGrowBetweenBatches() =>
        Assert.Equal(
            ["promoter", "other", null, "promoter", "enhancer", "enhancer"],
            Table.Open(Path.Combine(Foreign, "dictionaries.arrows")).Rows().Select(r => r["class"]));

    [Theory]
    [InlineData("t.arrow")]
    [InlineData("t.arrows")]
    public void EveryTypeOfATableComesBack(string name)
    {
        TableKind[] plain = [.. Enum.GetValues<TableKind>().Where(k => k is not (TableKind.List or TableKind.Struct or TableKind.Decimal))];
        TableColumn[] columns = [
            .. plain.Select(k => new TableColumn(k.ToString(), new TableType(k))),
            .. plain.Select(k => new TableColumn($"list of {k}", TableType.ListOf(new TableType(k))))];
        object?[] values = [.. plain.Select(Value)];
        var path = scratch[name];
        using (var writer = Table.Create(path, columns))
        {
            for (var i = 0; i < 70; i++)
            {
                writer.Append([.. values, .. values.Select(v => (object?)new[] { v, null, v })]);
                writer.Append(new object?[columns.Length]);
            }
            writer.Complete();
        }
        var table = Table.Open(path);
        // JSON is text there.
        Assert.Equal(
            columns.Select(c => c.Type.ToString().Replace("json", "text", StringComparison.Ordinal)),
            table.Columns.Select(c => c.Type.ToString()));
        var rows = table.Rows().ToArray();
        Assert.Equal(140, rows.Length);
        for (var i = 0; i < rows.Length; i++)
            for (var c = 0; c < columns.Length; c++)
                Assert.Equal(
                    i % 2 == 1 ? null : c < plain.Length ? values[c] : new[] { values[c - plain.Length], null, values[c - plain.Length] },
                    rows[i][c]);
    }

    [Fact]
    public void DecimalsAndListsOutOfOrderComeFromParquetAsTheyWere()
    {
        var path = scratch["t.arrow"];
        var golden = Table.Open(SourceTree.PathOf("tests", "goldens", "files", "parquet", "types_none.parquet"));
        using (var writer = Table.Create(path, golden.Columns))
        {
            foreach (var chunk in golden.Chunks()) writer.Append(chunk);
            writer.Complete();
        }
        var table = Table.Open(path);
        Assert.Equal(golden.Columns, table.Columns);
        foreach (var (wrote, read) in golden.Rows().Zip(table.Rows())) Assert.Equal(wrote.Fields, read.Fields);
    }

    [Theory]
    [InlineData("t.arrow")]
    [InlineData("t.arrows")]
    public void ATableWithoutRowsKeepsItsColumns(string name)
    {
        var path = scratch[name];
        TableColumn[] columns = [new("a", TableType.Text), new("b", TableType.ListOf(TableType.Double))];
        using (var writer = Table.Create(path, columns)) writer.Complete();
        var table = Table.Open(path);
        Assert.Equal((0L, 0), (table.RowCount!.Value, table.Rows().Count()));
        Assert.Equal(columns, table.Columns);
    }

    [Fact]
    public void BatchesOfManyRowsAndLongTextsAreReadInPieces()
    {
        var path = scratch["t.arrow"];
        var text = new string('A', 100_000);
        using (var writer = Table.Create(path, [new("i", TableType.Int64), new("s", TableType.Text)]))
        {
            for (var i = 0L; i < 5000; i++) writer.Append(i, i < 400 ? text : "C");
            writer.Complete();
        }
        var table = Table.Open(path);
        Assert.Equal(5000, table.RowCount);
        var chunks = table.Chunks().ToArray();
        Assert.All(chunks, c => Assert.InRange(c.Rows, 1, 2048));
        Assert.All(chunks, c => Assert.InRange(Enumerable.Range(0, c.Rows).Sum(i => (long)c[i].Utf8(1).Length), 1, 16 << 20));
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (object?)(long)i), table.Rows().Select(r => r["i"]));
        var only = Table.Open(path, new() { Columns = ["s"] });
        Assert.Equal("s", Assert.Single(only.Columns).Name);
        Assert.Equal(4600, only.Rows().Count(r => r.Utf8(0).Length == 1));
    }

    [Fact]
    public void ExamplesHaveTheNamesOfTheirClasses()
    {
        var path = scratch["train.arrow"];
        TableColumn[] columns = [new("sequence", TableType.Text), new("label", TableType.Int64) { ClassNames = ["other", "promoter"] }];
        using (var writer = Table.Create(path, columns))
        {
            writer.Append("ACGT", 1L);
            writer.Append("TTTT", -1L);
            writer.Complete();
        }
        var examples = ExampleReader.Read(path).ToArray();
        Assert.Equal([new TextLabel("promoter"), null], examples.Select(e => e.Label));
        Assert.Equal("OH1214", Assert.Throws<OmniException>(() => ExampleReader.Read(new MemoryStream(), path).Count()).Code);
    }

    private static KeyValuePair<string, object?>[] Struct(params (string Name, object? Value)[] fields) =>
        [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))];

    private static object? Value(TableKind kind) => kind switch
    {
        TableKind.Boolean => true,
        TableKind.Float => 1.5f,
        TableKind.Double => -1e-300,
        TableKind.UInt64 => ulong.MaxValue,
        TableKind.Date => new DateOnly(1, 1, 1),
        TableKind.Timestamp => new DateTime(9999, 12, 31, 23, 59, 59),
        TableKind.Text => "é▁",
        TableKind.Json => "{\"a\":[1]}",
        TableKind.Bytes => new byte[] { 0, 255 },
        _ => 100L,
    };
}
