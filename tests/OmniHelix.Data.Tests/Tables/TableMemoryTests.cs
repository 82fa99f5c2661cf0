using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>The memory of a process belongs to all its tests, so what counts it runs beside no other.</summary>
[CollectionDefinition(nameof(TableMemoryTests), DisableParallelization = true)]
[Collection(nameof(TableMemoryTests))]
public sealed class TableMemoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.parquet")]
    [InlineData("a.jsonl")]
    public void ReadingNeedsMemoryForAFewChunksOnly(string name)
    {
        var path = folder[name];
        var sequence = new string('A', 1000);
        using (var writer = Table.Create(path, [new("id", TableType.Int64), new("sequence", TableType.Text)]))
        {
            for (var i = 0L; i < 60_000; i++) writer.Append(i, sequence);
            writer.Complete();
        }
        var most = 0L;
        var rows = 0;
        foreach (var chunk in Table.Open(path).Chunks())
        {
            rows += chunk.Rows;
            if (rows % 16384 < 2048) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }
        Assert.Equal(60_000, rows);
        Assert.InRange(most, 0, 48 << 20);
    }
}
