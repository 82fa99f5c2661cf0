using DuckDB.NET.Native;
using OmniHelix.Data.Columns;
using static DuckDB.NET.Native.NativeMethods;

namespace OmniHelix.Data.Native;

/// <summary>A running query.</summary>
internal sealed class DuckDbRows : IDisposable
{
    private readonly string? place;
    private DuckDBResult result;

    /// <param name="result">Destroyed with this.</param>
    /// <param name="place">Where the query stands, for messages.</param>
    public DuckDbRows(DuckDBResult result, string? place)
    {
        this.result = result;
        this.place = place;
        var columns = new TableColumn?[Query.DuckDBColumnCount(ref this.result)];
        var names = new string[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            names[i] = Query.DuckDBColumnName(ref this.result, i) ?? "";
            using var type = Query.DuckDBColumnLogicalType(ref this.result, i);
            columns[i] = DuckDbTypes.Read(type) is { } known ? new TableColumn(names[i], known) : null;
        }
        Names = names;
        Columns = columns;
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Null for a column of a type that tables do not have.</summary>
    public IReadOnlyList<TableColumn?> Columns { get; }

    /// <summary>The next rows, null after the last.</summary>
    /// <exception cref="OmniException">OH1217 with DuckDB's message.</exception>
    public (int Rows, ColumnData[] Data)? Next()
    {
        using var chunk = Query.DuckDBFetchChunk(result);
        if (chunk.IsInvalid) return Query.DuckDBResultError(ref result) is { } error ? throw DuckDbConnection.Failed(error, place) : null;
        var rows = (int)DataChunks.DuckDBDataChunkGetSize(chunk);
        if (rows == 0) return null;
        var data = new ColumnData[Columns.Count];
        for (var i = 0; i < data.Length; i++)
            data[i] = DuckDbVectorReader.Read(DataChunks.DuckDBDataChunkGetVector(chunk, i), Columns[i]!.Type, rows);
        return (rows, data);
    }

    public void Dispose() => Query.DuckDBDestroyResult(ref result);
}
