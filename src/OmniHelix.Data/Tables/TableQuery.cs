using OmniHelix.Data.Columns;
using OmniHelix.Data.Native;

namespace OmniHelix.Data.Tables;

/// <summary>
/// SQL (DuckDB's dialect) over tables. A statement sees the tables it is given and nothing else: no other file, no network, no extension.
/// </summary>
/// <example><code>
/// var counts = TableQuery.Run("SELECT label, count(*) AS n FROM train GROUP BY label ORDER BY n DESC", new() { ["train"] =
/// Table.Open("train.csv") }); foreach (var chunk in counts) …
/// </code></example>
public static class TableQuery
{
    /// <summary>
    /// Runs one statement and streams its rows. Numbers in CSV are text: read it with <see cref="TableOptions.InferTypes"/>, or cast.
    /// </summary>
    /// <param name="sql">A single SELECT.</param>
    /// <param name="tables">The names that the statement uses.</param>
    /// <exception cref="OmniException">
    /// OH1210: names that differ in case only; OH1217: DuckDB refuses the statement; what reading the tables reports.
    /// </exception>
    public static IEnumerable<TableChunk> Run(string sql, IReadOnlyDictionary<string, Table> tables)
    {
        foreach (var table in tables.Values) DuckDbTypes.RefuseNamesAlike(table.Columns, table.Files[0]);
        using var connection = new DuckDbConnection();
        var feeds = tables.Select(t => DuckDbFeed.Register(connection, FeedOf(t.Key), t.Value.Columns, t.Value.Chunks)).ToArray();
        foreach (var name in tables.Keys)
            connection.Execute(
                $"CREATE VIEW {DuckDbConnection.QuoteName(name)} AS SELECT * FROM {DuckDbConnection.QuoteName(FeedOf(name))}()");
        connection.Execute("SET enable_external_access = false");
        connection.Execute("SET lock_configuration = true");
        using var rows = Start(connection, sql, feeds);
        TableColumn[] columns =
        [
            .. rows.Columns.Select((c, i) => c ?? throw new OmniException(
                "OH1217", $"column {i + 1} ('{rows.Names[i]}') is of a type that tables do not have", "query",
                "Cast it, for instance to VARCHAR.")),
        ];
        TableColumns.RefuseDuplicates(rows.Names, "query");
        var record = 0L;
        while (Next(rows, feeds) is { } chunk)
        {
            yield return new TableChunk(columns, chunk.Data, chunk.Rows, "query", record + 1, null);
            record += chunk.Rows;
        }
    }

    private static string FeedOf(string table) => $"rows of {table}";

    // What stopped a table says more than what DuckDB made of it.
    private static DuckDbRows Start(DuckDbConnection connection, string sql, DuckDbFeed[] feeds)
    {
        try
        {
            return connection.Query(sql, "query");
        }
        catch (OmniException) when (Failure(feeds) is { } failure)
        {
            throw failure;
        }
    }

    private static (int Rows, ColumnData[] Data)? Next(DuckDbRows rows, DuckDbFeed[] feeds)
    {
        try
        {
            return rows.Next();
        }
        catch (OmniException) when (Failure(feeds) is { } failure)
        {
            throw failure;
        }
    }

    private static OmniException? Failure(DuckDbFeed[] feeds) => feeds.Select(f => f.Failure).FirstOrDefault(f => f is not null);
}
