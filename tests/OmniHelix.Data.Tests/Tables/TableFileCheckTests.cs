

using OmniHelix.Data.Columns;
using OmniHelix.Data.Numpy;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests.Tables;

public sealed class TableFileCheckTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("a.csv", "CSV")]
    [InlineData("a.tsv.gz", "TSV")]
    [InlineData("a.json", "JSON")]
    [InlineData("a.jsonl.gz", "JSONL")]
    [InlineData("a.parquet", "Parquet")]
    [InlineData("a.arrow", "Arrow")]
    [InlineData("a.arrows", "Arrow")]
    [InlineData("a.npy", "NPY")]
    [InlineData("a.npz", "NPZ")]
    public void A_sound_file_is_summarised_and_a_cut_one_refused(string name, string format)
    {
        var path = Path.Combine(scratch.Folder, name);
        var array = NpyArray.Of<long>(Enumerable.Range(0, 3000).Select(i => (long)i).ToArray(), 3000);
        if (format == "NPY") NpyFile.Write(path, array);
        else if (format == "NPZ") NpzFile.Write(path, [new("i", array)]);
        else
        {
            using var writer = Table.Create(path, [new("i", TableType.Int64), new("s", TableType.Text)]);
            for (var i = 0L; i < 3000; i++) writer.Append(i, "\"ACGT\" " + i);
            writer.Complete();
        }
        Assert.True(TableFileCheck.Knows(path));
        var summary = TableFileCheck.Check(path);
        Assert.Equal((format, 3000L), (summary.Format, summary.Rows));
        var bytes = File.ReadAllBytes(path);
        // Plain delimited text does not tell where it should end.
        foreach (var cut in format == "CSV" ? [2] : new[] { 2, 100, bytes.Length / 2 })
        {
            File.WriteAllBytes(path, bytes[..^cut]);
            Assert.StartsWith(path, Assert.Throws<OmniException>(() => TableFileCheck.Check(path)).Place, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a.h5ad")]
    [InlineData("a.fasta")]
    [InlineData("a")]
    public void Other_forms_are_not_its_business(string name)
    {
        Assert.False(TableFileCheck.Knows(name));
        Assert.Equal("OH1214", Assert.Throws<OmniException>(() => TableFileCheck.Check(name)).Code);
    }
}
