using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Parquet;

namespace OmniHelix.Data.Tests.Tables;

public sealed class TableWriterTests : IDisposable
{
    private static readonly TableColumn[] Columns =
    [
        new("id", TableType.Text), new("label", TableType.Int64), new("score", TableType.Double), new("flag", TableType.Boolean),
        new("tags", TableType.ListOf(TableType.Text)), new("matrix", TableType.ListOf(TableType.ListOf(TableType.Double))),
        new("info", TableType.StructOf([new("n", TableType.Int64), new("name", TableType.Text)])),
    ];

    private static readonly object?[][] Rows =
    [
        [
            "a", 1L, 0.5, true, new object?[] { "x", null, "" }, new object?[] { new object?[] { 1.5, -2.0 }, Array.Empty<object?>() },
            Struct(1L, "n1")],
        ["é,\"q\"\nline", null, null, null, null, null, null],
        [
            "a text of more than twelve bytes", -9007199254740993L, 1e-300, false, Array.Empty<object?>(), Array.Empty<object?>(),
            Struct(null, "▁")],
        ["", 0L, -0.0, true, new object?[] { "y" }, new object?[] { null }, Struct(long.MaxValue, null)],
    ];

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    private static KeyValuePair<string, object?>[] Struct(long? n, string? name) => [new("n", n), new("name", name)];

    [Theory]
    [InlineData("t.parquet", ParquetCompression.Zstd)]
    [InlineData("t.parquet", ParquetCompression.Snappy)]
    [InlineData("t.parquet", ParquetCompression.Gzip)]
    [InlineData("t.parquet", ParquetCompression.None)]
    [InlineData("t.jsonl", ParquetCompression.Zstd)]
    [InlineData("t.jsonl.gz", ParquetCompression.Zstd)]
    [InlineData("t.json", ParquetCompression.Zstd)]
    [InlineData("t.arrow", ParquetCompression.Zstd)]
    [InlineData("t.arrows", ParquetCompression.Zstd)]
    [InlineData("t.feather", ParquetCompression.Zstd)]
    public void RowsComeBackAsTheyWereWritten(string name, ParquetCompression compression)
    {
        var path = scratch[name];
        using (var writer = Table.Create(path, Columns, new() { Compression = compression }))
        {
            foreach (var row in Rows) writer.Append(row);
            writer.Complete();
            Assert.Equal(4, writer.Rows);
        }
        var table = Table.Open(path);
        Assert.Equal(Columns, table.Columns);
        Assert.Equal(4, table.RowCount);
        var read = table.Rows().ToArray();
        for (var i = 0; i < Rows.Length; i++) Assert.Equal(Rows[i], read[i].Fields.Select(f => f.Value));
        Assert.Equal([path], Directory.GetFiles(scratch.Path));
    }

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.tsv.gz")]
    public void DelimitedTextKeepsEveryTextAndWritesListsAsJson(string name)
    {
        var path = scratch[name];
        using (var writer = Table.Create(path, Columns))
        {
            foreach (var row in Rows) writer.Append(row);
            writer.Complete();
        }
        var read = Table.Open(path).Rows().ToArray();
        Assert.Equal(Rows.Select(r => r[0]), read.Select(r => r["id"]));
        Assert.Equal(["1", "", "-9007199254740993", "0"], read.Select(r => r["label"]));
        Assert.Equal("[[1.5,-2],[]]", read[0]["matrix"]);
        Assert.Equal("{\"n\":null,\"name\":\"▁\"}", read[2]["info"]);
        Assert.Equal(["true", "", "false", "true"], read.Select(r => r["flag"]));
    }

    [Theory]
    [InlineData("t.parquet")]
    [InlineData("t.csv")]
    [InlineData("t.json")]
    public void AnUnfinishedFileLeavesWhatWasThere(string name)
    {
        var path = scratch.Write(name, "old");
        using (var writer = Table.Create(path, Columns))
            for (var i = 0; i < 10_000; i++) writer.Append(Rows[i % 4]);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(scratch.Path));
    }

    [Theory]
    [InlineData("t.parquet")]
    [InlineData("t.csv")]
    [InlineData("t.json")]
    [InlineData("t.json.gz")]
    public void ATableWithoutRowsIsWritten(string name)
    {
        var path = scratch[name];
        using (var writer = Table.Create(path, Columns)) writer.Complete();
        Assert.Empty(Table.Open(path).Rows());
    }

    [Fact]
    public void ColumnsWithoutRowsHaveNames()
    {
        var table = Table.Open(scratch.Write("c.json", "{\"id\":[],\"sequence\":[]}"));
        Assert.Equal(["id text", "sequence text"], table.Columns.Select(c => $"{c.Name} {c.Type}"));
        Assert.Empty(table.Rows());
    }

    [Theory]
    [InlineData("t.jsonl", "")]
    [InlineData("t.jsonl", " \n\n")]
    [InlineData("t.jsonl.gz", "")]
    [InlineData("t.json", "\n")]
    [InlineData("t.json.gz", "")]
    public void JsonWithoutAnythingIsEmpty(string name, string text)
    {
        var path = name.EndsWith(".gz", StringComparison.Ordinal) ? scratch.WriteGzip(name, text) : scratch.Write(name, text);
        Assert.Equal("OH1005", Assert.Throws<OmniException>(() => Table.Open(path)).Code);
    }

    [Fact]
    public void ManyRowsKeepTheirOrderAcrossRowGroups()
    {
        var path = scratch["t.parquet"];
        using (var writer = Table.Create(path, [new("i", TableType.Int64), new("s", TableType.Text)]))
        {
            for (var i = 0L; i < 300_000; i++) writer.Append(i, "sequence" + i);
            writer.Complete();
        }
        var next = 0L;
        foreach (var chunk in Table.Open(path).Chunks())
        {
            Assert.Equal(next + 1, chunk.FirstRecord);
            foreach (var i in ((NumberData)chunk.Data[0]).As<long>()) Assert.Equal(next++, i);
        }
        Assert.Equal(300_000, next);
    }

    [Theory]
    [InlineData("t.json")]
    [InlineData("t.jsonl")]
    public void JsonHasNoFormForNan(string name)
    {
        using var writer = Table.Create(scratch[name], [new("x", TableType.Double)]);
        writer.Append(double.NaN);
        var error = Assert.Throws<OmniException>(writer.Complete);
        Assert.Equal("OH6601", error.Code);
        Assert.EndsWith("record 1, column x", error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.tsv.gz")]
    public void DelimitedTextHasNoFormForNul(string name)
    {
        using var writer = Table.Create(scratch[name], [new("x", TableType.Text)]);
        writer.Append("a\0b");
        var error = Assert.Throws<OmniException>(writer.Complete);
        Assert.Equal("OH6601", error.Code);
        Assert.EndsWith("record 1, column x", error.Place, StringComparison.Ordinal);
        Assert.Throws<OmniException>(() => Table.Create(scratch[name], [new("a\0", TableType.Text)]));
    }

    [Theory]
    [InlineData("t.parquet")]
    [InlineData("t.arrow")]
    public void ClassNamesTravelInTheMetadata(string name)
    {
        var path = scratch[name];
        using (var writer = Table.Create(path, [new("label", TableType.Int64) { ClassNames = ["it's", "\"b\""] }]))
        {
            writer.Append(1L);
            writer.Complete();
        }
        Assert.Equal(["it's", "\"b\""], Table.Open(path).Columns[0].ClassNames);
    }

    [Theory]
    [InlineData("t.xlsx", "OH6600", "a .xlsx file cannot hold a table")]
    [InlineData("t", "OH6600", "a file without an ending cannot hold a table")]
    [InlineData("t.vcf.gz", "OH6600", "a .vcf file cannot hold a table")]
    [InlineData("t.parquet.gz", "OH2032", "Parquet is not written in gzip")]
    [InlineData("t.csv.zst", "OH2032", "files in zstd are not written")]
    public void NoTableIsWrittenUnderANameThatPromisesSomethingElse(string name, string code, string message)
    {
        var error = Assert.Throws<UsageException>(() => Table.Create(scratch[name], Columns));
        Assert.Equal((code, message), (error.Code, error.Message));
        Assert.Empty(Directory.GetFiles(scratch.Path));
    }

    [Theory]
    [InlineData("missing/t.arrow", "OH6002")]
    [InlineData("missing/t.parquet", "OH6002")]
    [InlineData("missing/t.csv", "OH6002")]
    public void FilesThatCannotBeWrittenAreRefusedAtOnce(string name, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => Table.Create(scratch[name], Columns)).Code);

    [Fact]
    public void NamesOfColumnsDiffer() =>
        Assert.Equal(
            "OH1210",
            Assert.Throws<OmniException>(() => Table.Create(scratch["t.csv"], [new("a", TableType.Text), new("a", TableType.Text)])).Code);
}
