using OmniHelix.Data.Columns;
using static OmniHelix.Data.Native.DuckDb;

namespace OmniHelix.Data.Native;

/// <summary>A running query.</summary>
internal sealed class DuckDbRows : IDisposable
{
    private readonly string? place;
    private DuckDbResult result;

    public DuckDbRows(DuckDbResult result, string? place)
    {
        (this.result, this.place) = (result, place);
        var columns = new List<TableColumn?>();
        var names = new List<string>();
        for (var i = 0UL; i < duckdb_column_count(ref this.result); i++)
        {
            var type = duckdb_column_logical_type(ref this.result, i);
            names.Add(DuckDbConnection.Text(duckdb_column_name(ref this.result, i)));
            columns.Add(DuckDbTypes.Read(type) is { } known ? new TableColumn(names[^1], known) : null);
            duckdb_destroy_logical_type(ref type);
        }
        (Names, Columns) = (names, columns);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Null for a column of a type that tables do not have.</summary>
    public IReadOnlyList<TableColumn?> Columns { get; }

    /// <summary>The next rows, null after the last.</summary>
    /// <exception cref="OmniException">OH1217 with DuckDB's message.</exception>
    public (int Rows, ColumnData[] Data)? Next()
    {
        var chunk = duckdb_fetch_chunk(result);
        if (chunk == 0)
        {
            var error = duckdb_result_error(ref result);
            return error == 0 ? null : throw DuckDbConnection.Failed(DuckDbConnection.Text(error), place);
        }
        try
        {
            var rows = (int)duckdb_data_chunk_get_size(chunk);
            if (rows == 0) return null;
            var data = new ColumnData[Columns.Count];
            for (var i = 0; i < data.Length; i++) data[i] = DuckDbVectorReader.Read(duckdb_data_chunk_get_vector(chunk, (ulong)i), Columns[i]!.Type, rows);
            return (rows, data);
        }
        finally
        {
            duckdb_destroy_data_chunk(ref chunk);
        }
    }

    public void Dispose() => duckdb_destroy_result(ref result);
}
