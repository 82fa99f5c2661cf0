using CsCheck;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>What holds for every table, whatever its columns and values.</summary>
public sealed class AnyTableTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(".arrow", 200)]
    [InlineData(".arrows", 200)]
    [InlineData(".parquet", 25)]
    public void AWrittenTableIsReadAsItWas(string ending, int tables) => AnyTable.Any.Sample(table =>
    {
        var path = scratch[Guid.NewGuid() + ending];
        using (var writer = Table.Create(path, table.Columns))
        {
            writer.Append(table.Chunk());
            writer.Complete();
        }
        var read = Table.Open(path);
        Assert.Equal(table.Rows.Length, read.RowCount);
        Assert.Equal(table.Rows.Select(AnyTable.Show), AnyTable.RowsOf(read.Chunks()).Select(AnyTable.Show));
    }, iter: tables);
}
