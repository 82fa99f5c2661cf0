using OmniHelix.Data.Columns;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests;

public sealed class ParquetExamplesTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    private string Write(string name, IReadOnlyList<TableColumn> columns, params object?[][] rows)
    {
        var path = scratch[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = Table.Create(path, columns);
        foreach (var row in rows) writer.Append(row);
        writer.Complete();
        return path;
    }

    private List<Label?> Labels(TableType type, params object?[] values)
    {
        var path = Write("l.parquet", [new("seq", TableType.Text), new("label", type)], [.. values.Select(v => new[] { "ACGU", v })]);
        return [.. ExampleReader.Read(path).Select(e => e.Label)];
    }

    [Fact]
    public void LabelsKeepTheirForm()
    {
        Assert.Equal([new TextLabel("(..)"), null], Labels(TableType.Text, "(..)", null));
        Assert.Equal([new NumberLabel(2)], Labels(new(TableKind.UInt8), 2L));
        Assert.Equal([new NumberLabel(0.5)], Labels(TableType.Double, 0.5));
        Assert.Equal([new TextLabel("true")], Labels(TableType.Boolean, true));
        Assert.Equal(["a", "b"], Assert.IsType<ListLabel>(Labels(TableType.ListOf(TableType.Text), [new object[] { "a", "b" }])[0]).Items);
        Assert.Equal(
            [1f, float.NaN],
            Assert.IsType<VectorLabel>(Labels(TableType.ListOf(TableType.Double), [new object?[] { 1.0, null }])[0]).Values);
        var rows = Assert.IsType<VectorLabel>(Labels(
            TableType.ListOf(TableType.ListOf(TableType.Int64)), [new object[] { new object[] { 1L, 2L }, new object[] { 3L, 4L } }])[0]);
        Assert.Equal((2, 2), (rows.Rows, rows.Columns));
        Assert.Equal([1f, 2f, 3f, 4f], rows.Values);
    }

    [Fact]
    public void NumbersOfNamedClassesBecomeTheirNames()
    {
        TableColumn[] columns = [new("sequence", TableType.Text), new("label", TableType.Int64) { ClassNames = ["neg", "pos"] }];
        var path = Write("c.parquet", columns, ["ACGT", 1L], ["ACGT", 0L], ["ACGT", -1L]);
        Assert.Equal([new TextLabel("pos"), new TextLabel("neg"), null], ExampleReader.Read(path).Select(e => e.Label));
        Assert.Equal(
            "OH1205", Assert.Throws<OmniException>(() => ExampleReader.Read(Write("d.parquet", columns, ["ACGT", 2L])).Count()).Code);
    }

    [Fact]
    public void AFolderOfShardsIsADataSet()
    {
        TableColumn[] columns = [new("dna", TableType.Text), new("y", TableType.Int64), new("name", TableType.Text)];
        Write("data/train-00000-of-00002.parquet", columns, ["ACGTACGT", 1L, "a"], ["ACGTAAAA", 0L, "b"]);
        Write("data/train-00001-of-00002.parquet", columns, ["ACGTCCCC", 1L, "c"]);
        Write("data/test-00000-of-00001.parquet", columns, ["ACGTGGGG", 1L, "d"]);
        var data = DataSetFolder.Open(scratch.Path, new() { ValidationShare = 0 });
        Assert.Equal(["a", "b", "c"], data.Train!.Select(e => e.Id));
        Assert.Equal(["d"], data.Test!.Select(e => e.Id));
        Assert.Equal(3, DataSetFolder.Open(scratch["data", "train-*.parquet"], new() { ValidationShare = 0 }).Train!.Count);
    }

    [Fact]
    public void ForInferenceEveryOtherColumnIsMetadata()
    {
        var path = Write(
            "i.parquet", [new("x", TableType.Double), new("rna", TableType.Text), new("tags", TableType.ListOf(TableType.Text))],
            [double.NaN, "ACGU", new object?[] { "a", null }]);
        var example = ExampleReader.Read(path, new() { ForInference = true }).Single();
        Assert.Equal("ACGU", example.Sequence);
        Assert.Equal("{\"x\":\"NaN\",\"tags\":[\"a\",null]}", example.Metadata!.ToJsonString());
    }

    [Fact]
    public void AbsentColumnsTextThatIsNoneAndStreamsAreErrors()
    {
        var path = Write("s.parquet", [new("sq", TableType.Text), new("lable", TableType.Int64)], ["ACGT", 1L]);
        Assert.Equal("OH1203", Assert.Throws<OmniException>(() => ExampleReader.Read(path).Count()).Code);
        var label = Assert.Throws<OmniException>(
            () => ExampleReader.Read(path, new() { SequenceField = "sq", LabelFields = ["label"] }).Count());
        Assert.Equal(("OH1203", "Did you mean 'lable'?"), (label.Code, label.Advice));
        Assert.Equal(
            "OH1205", Assert.Throws<OmniException>(() => ExampleReader.Read(path, new() { SequenceField = "lable" }).Count()).Code);
        Assert.Equal("OH1214", Assert.Throws<OmniException>(() => ExampleReader.Read(File.OpenRead(path), path).Count()).Code);
        Assert.Equal(
            "OH1005",
            Assert.Throws<OmniException>(() => ExampleReader.Read(Write("e.parquet", [new("seq", TableType.Text)])).Count()).Code);
    }
}
