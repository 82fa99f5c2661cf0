namespace OmniHelix.Data.Columns;

/// <summary>Collects rows into chunks of at most 2048 rows or about 16 MiB.</summary>
internal sealed class ChunkBuilder(IReadOnlyList<TableColumn> columns, string file)
{
    private const int MostRows = 2048;
    private const long MostBytes = 16 << 20;

    private readonly List<long> lines = [];
    private long taken;

    /// <summary>One per column; each gets one value for every row.</summary>
    public ColumnBuilder[] Builders { get; } = [.. columns.Select(c => ColumnBuilder.For(c.Type))];

    public int Rows { get; private set; }

    public bool IsFull => Rows >= MostRows || Builders.Sum(b => b.Size) >= MostBytes;

    /// <summary>Ends a row.</summary>
    /// <param name="line">Its line in the file; 0 when there is none.</param>
    public void EndRow(long line = 0)
    {
        Rows++;
        if (line > 0) lines.Add(line);
    }

    public TableChunk Take()
    {
        var chunk = new TableChunk(
            columns, [.. Builders.Select(b => b.Take())], Rows, file, taken + 1, lines.Count > 0 ? [.. lines] : null);
        taken += Rows;
        Rows = 0;
        lines.Clear();
        return chunk;
    }
}
