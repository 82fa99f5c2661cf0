using OmniHelix.Goldens.Groups.Files;

namespace OmniHelix.Goldens.Tests;

public sealed class FilesGroupTests : IDisposable
{
    private readonly GoldenSet goldens = new();

    public void Dispose() => goldens.Dispose();

    [Fact]
    public void AWrongValueIsReportedWithItsPlace()
    {
        Directory.CreateDirectory(goldens["added-later", "numpy"]);
        Put("csv/x.csv", "a,b\n1,2\n");
        Put("csv/index.json", """{"files":[{"file":"x.csv","must":"load","python_csv":[["a","b"],["1","3"]]}]}""");
        File.Copy(
            SourceTree.PathOf("tests", "goldens", "files", "parquet", "huggingface_class_label.parquet"),
            goldens["added-later", "numpy", "x.parquet"]);
        Put(
            "numpy/index.json",
            """
            {"files":[{"file":"x.parquet","rows":4,"schema":[{"name":"sequence","type":"string"},{"name":"label","type":"int64"}],
            "columns":{"label":[0,1,1,1]},"class_names":["a","positive"]}]}
            """);
        var (code, text) = Run();
        Assert.Equal(1, code);
        Assert.Contains("row 1: got [1, 2], expected [1, 3]", text, StringComparison.Ordinal);
        Assert.Contains("label[3]: got 0, expected 1", text, StringComparison.Ordinal);
        Assert.Contains("class names: got [negative, positive], expected [a, positive]", text, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 2 failed, 0 skipped", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatShouldBeRefusedButLoadsFailsAndUnknownFormsAreNamed()
    {
        Put("csv/x.csv", "a,b\n1,2\n");
        Put("csv/bad.csv", "a,b\n1\n");
        Put("csv/index.json", """{"files":[{"file":"x.csv","must":"refuse"},{"file":"bad.csv","must":"load"},{"file":"y.h5ad"}]}""");
        Put("json/x.json", "[]");
        var (code, text) = Run();
        Assert.Equal(1, code);
        Assert.Contains("outcome: got loaded, expected refuse", text, StringComparison.Ordinal);
        Assert.Contains("outcome: got OH1204", text, StringComparison.Ordinal);
        Assert.Contains("SKIPPED files/csv/y.h5ad: .h5ad files are not read", text, StringComparison.Ordinal);
        Assert.Contains("SKIPPED files/json/x.json: no list says what it holds", text, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 2 failed, 2 skipped", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnArrowFileThatNoListNamesHasTheTableOfItsParquetTwin()
    {
        Put("csv/index.json", "{}");
        Put(
            "parquet/index.json",
            """{"files":[{"file":"small_gone.parquet","rows":11,"schema":[],"columns":{"label":[-2,-1,1,null,4,-4,0,-5,-2,2,7]}}]}""");
        File.Copy(SourceTree.PathOf("tests", "goldens", "files", "parquet", "stream.arrow"), goldens["added-later", "parquet", "x.arrow"]);
        Assert.Contains("label[10]: got -1, expected 7", Run().Text, StringComparison.Ordinal);
    }

    private void Put(string file, string content) => goldens.Put("added-later/" + file, content);

    private (int Code, string Text) Run() => goldens.Run([new FilesGroup()]);
}
