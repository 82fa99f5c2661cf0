namespace OmniHelix.Data.Columns;

/// <summary>Some rows of a table, column by column. It owns its memory.</summary>
public sealed class TableChunk
{
    private readonly long[]? lines;

    internal TableChunk(
        IReadOnlyList<TableColumn> columns, IReadOnlyList<ColumnData> data, int rows, string file, long firstRecord, long[]? lines)
    {
        Columns = columns;
        Data = data;
        Rows = rows;
        File = file;
        FirstRecord = firstRecord;
        this.lines = lines;
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Their values.</summary>
    public IReadOnlyList<ColumnData> Data { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>The file they come from.</summary>
    public string File { get; }

    /// <summary>Number of the first row in its file, from 1.</summary>
    public long FirstRecord { get; }

    /// <summary>One row.</summary>
    public TableRow this[int row] => new(this, row);

    /// <summary>Line of a row in its file, from 1; 0 when the format has no lines.</summary>
    public long Line(int row) => lines?[row] ?? 0;
}

/// <summary>One row of a chunk.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Index">Row in the chunk.</param>
public readonly record struct TableRow(TableChunk Chunk, int Index)
{
    /// <summary>The value of a column as an object; see <see cref="ColumnData.this[int]"/>.</summary>
    public object? this[int column] => Chunk.Data[column][Index];

    /// <summary>The value of the named column.</summary>
    /// <exception cref="OmniException">OH1203: no such column.</exception>
    public object? this[string column] => this[TableColumns.IndexOf(Chunk.Columns, column, Chunk.File)];

    /// <summary>Number of the row in its file, from 1.</summary>
    public long Record => Chunk.FirstRecord + Index;

    /// <summary>Where to look: <c>file:line</c>, or the record number.</summary>
    public string Place => Chunk.Line(Index) is var line and > 0 ? $"{Chunk.File}:{line}" : $"{Chunk.File}, record {Record}";

    /// <summary>The bytes of a text column; empty when missing.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => ((TextData)Chunk.Data[column]).Utf8(Index);

    /// <summary>Name and value of every column.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Fields
    {
        get
        {
            for (var i = 0; i < Chunk.Columns.Count; i++) yield return new(Chunk.Columns[i].Name, this[i]);
        }
    }
}
