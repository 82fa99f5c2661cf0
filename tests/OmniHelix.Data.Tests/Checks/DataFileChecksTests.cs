using OmniHelix.Data.Checks;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Numpy;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Checks;

namespace OmniHelix.Data.Tests.Checks;

public sealed class DataFileChecksTests : IDisposable
{
    private static readonly FileChecks Checks = new(DataFileKinds.All, new("OH1110", "be checked", DataFileChecks.All));

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("a.csv", "CSV")]
    [InlineData("a.tab", "TSV")]
    [InlineData("a.tsv.gz", "TSV in BGZF")]
    [InlineData("a.json", "JSON")]
    [InlineData("a.jsonl.gz", "JSONL in BGZF")]
    [InlineData("a.parquet", "Parquet")]
    [InlineData("a.pq", "Parquet")]
    [InlineData("a.arrow", "Arrow")]
    [InlineData("a.arrows", "Arrow")]
    [InlineData("a.npy", "NPY")]
    [InlineData("a.npz", "NPZ")]
    public void ASoundFileIsSummarisedAndACutOneRefused(string name, string format)
    {
        var path = scratch[name];
        var array = NpyArray.Of<long>(Enumerable.Range(0, 3000).Select(i => (long)i).ToArray(), 3000);
        if (format == "NPY") NpyFile.Write(path, array);
        else if (format == "NPZ") NpzFile.Write(path, [new("i", array)]);
        else
        {
            using var writer = Table.Create(path, [new("i", TableType.Int64), new("s", TableType.Text)]);
            for (var i = 0L; i < 3000; i++) writer.Append(i, "\"ACGT\" " + i);
            writer.Complete();
        }
        Assert.Equal(new FileCheckResult(FileHealth.Sound, format, null, 3000), Checks.Run(path));
        var bytes = File.ReadAllBytes(path);
        // Plain delimited text does not tell where it should end.
        foreach (var cut in format is "CSV" or "TSV" ? [2] : new[] { 2, 100, bytes.Length / 2 })
        {
            File.WriteAllBytes(path, bytes[..^cut]);
            var result = Checks.Run(path);
            Assert.Equal(FileHealth.Damaged, result.Health);
            Assert.StartsWith(path, result.Problem!.Place, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a.txt", "ACGT\nGG\n", FileHealth.Sound, null)]
    [InlineData("a.json", "{\"learning_rate\": 1}", FileHealth.Sound, null)]
    [InlineData("a.json", "{\"learning_rate\": ", FileHealth.Damaged, "OH1201")]
    [InlineData("a.csv", ">x\nACGT\n", FileHealth.Damaged, "OH1007")]
    [InlineData("a.fa", "ARROW1", FileHealth.Damaged, "OH1007")]
    [InlineData("a.h5ad", "\u0089HDF", FileHealth.Unknown, "OH1110")]
    [InlineData("a", "words\n", FileHealth.Unknown, "OH1110")]
    public void WhatIsWrongIsToldApart(string name, string content, FileHealth health, string? code)
    {
        var path = scratch.Write(name, content);
        var result = Checks.Run(path);
        Assert.Equal((health, code), (result.Health, result.Problem?.Code));
    }

    [Fact]
    public void AMissingFileIsUnreadable()
    {
        var result = Checks.Run(scratch["none.csv"]);
        Assert.Equal((FileHealth.Unknown, "OH1001"), (result.Health, result.Problem!.Code));
    }
}
