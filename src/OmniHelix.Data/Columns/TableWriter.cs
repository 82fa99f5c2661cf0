namespace OmniHelix.Data.Columns;

/// <summary>
/// Writes a table row by row, in memory that does not grow with it. The file appears, whole, at <see cref="Complete"/>; disposing without
/// that leaves what was there.
/// </summary>
/// <example><code>
/// using var writer = Table.Create("genes.parquet", [new("id", TableType.Text), new("length", TableType.Int64)]);
/// writer.Append("GENE1", 1200L);
/// writer.Complete();
/// </code></example>
public abstract class TableWriter : IDisposable
{
    private readonly ChunkBuilder builder;

    private protected TableWriter(string path, IReadOnlyList<TableColumn> columns)
    {
        Path = path;
        Columns = columns;
        builder = new(columns, path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Rows appended.</summary>
    public long Rows { get; private set; }

    /// <summary>Appends a row of objects, one for each column; see <see cref="ColumnData.this[int]"/>.</summary>
    /// <exception cref="OmniException">What the form cannot hold: OH6601.</exception>
    public void Append(params ReadOnlySpan<object?> values)
    {
        if (values.Length != Columns.Count)
            throw new ArgumentException($"{values.Length} values for {Columns.Count} columns.", nameof(values));
        for (var i = 0; i < values.Length; i++) builder.Builders[i].Add(values[i]);
        EndRow();
    }

    /// <summary>Appends a row of a table with columns of the same types.</summary>
    /// <inheritdoc cref="Append(ReadOnlySpan{object?})" path="/exception"/>
    public void Append(TableRow row)
    {
        RequireColumns(row.Chunk);
        for (var i = 0; i < Columns.Count; i++) builder.Builders[i].Add(row.Chunk.Data[i], row.Index);
        EndRow();
    }

    /// <summary>
    /// Appends a row of other columns: those of <paramref name="from"/> as they are, and where it says −1 the objects of
    /// <paramref name="instead"/>.
    /// </summary>
    internal void Append(TableRow row, ReadOnlySpan<int> from, ReadOnlySpan<object?> instead)
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (from[i] >= 0) builder.Builders[i].Add(row.Chunk.Data[from[i]], row.Index);
            else builder.Builders[i].Add(instead[i]);
        }
        EndRow();
    }

    /// <summary>Appends all rows of a chunk with columns of the same types.</summary>
    /// <inheritdoc cref="Append(ReadOnlySpan{object?})" path="/exception"/>
    public void Append(TableChunk chunk)
    {
        RequireColumns(chunk);
        Flush();
        Rows += chunk.Rows;
        if (chunk.Rows > 0) Write(chunk);
    }

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="OmniException">OH6001 the disk is full; OH6002 it cannot be written.</exception>
    public void Complete()
    {
        Flush();
        Finish();
    }

    /// <summary>Removes an unfinished file.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void Write(TableChunk chunk);

    private protected abstract void Finish();

    private protected abstract void Dispose(bool disposing);

    private void EndRow()
    {
        builder.EndRow();
        Rows++;
        if (builder.IsFull) Write(builder.Take());
    }

    private void Flush()
    {
        if (builder.Rows > 0) Write(builder.Take());
    }

    private void RequireColumns(TableChunk chunk)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (i >= chunk.Columns.Count || !chunk.Columns[i].Type.Equals(Columns[i].Type))
                throw new ArgumentException($"Column {i + 1} of the rows is not of type {Columns[i].Type}.", nameof(chunk));
        if (chunk.Columns.Count != Columns.Count)
            throw new ArgumentException($"{chunk.Columns.Count} columns were given, {Columns.Count} are written.", nameof(chunk));
    }
}
