using System.Globalization;
using System.Runtime.InteropServices;
using static OmniHelix.Data.Native.DuckDb;

namespace OmniHelix.Data.Native;

/// <summary>A database in memory with one connection. It loads no extension, never touches the network, and keeps to a share of the machine's memory.</summary>
internal sealed class DuckDbConnection : IDisposable
{
    private readonly nint database;
    private readonly nint connection;

    /// <param name="ordered">Results and written files keep the order of their rows on any number of threads. Without it one thread keeps it, and writing needs less memory.</param>
    public DuckDbConnection(bool ordered = true)
    {
        if (duckdb_create_config(out var config) != Success) throw Failed("no configuration", null);
        try
        {
            foreach (var (name, value) in Settings(ordered))
                if (duckdb_set_config(config, name, value) != Success) throw Failed($"no setting {name} = {value}", null);
            if (duckdb_open_ext(null, out database, config, out var error) != Success)
            {
                var message = Text(error);
                duckdb_free(error);
                throw Failed(message, null);
            }
        }
        finally
        {
            duckdb_destroy_config(ref config);
        }
        if (duckdb_connect(database, out connection) == Success) return;
        duckdb_close(ref database);
        throw Failed("no connection", null);
    }

    public nint Handle => connection;

    /// <summary>Runs a statement without result.</summary>
    /// <exception cref="OmniException">OH1217 with DuckDB's message.</exception>
    public void Execute(string sql, string? place = null)
    {
        var state = duckdb_query(connection, sql, out var result);
        var error = state == Success ? null : Text(duckdb_result_error(ref result));
        duckdb_destroy_result(ref result);
        if (error is not null) throw Failed(error, place);
    }

    /// <summary>Starts a statement whose rows are fetched chunk by chunk.</summary>
    /// <exception cref="OmniException">OH1217 with DuckDB's message.</exception>
    public DuckDbRows Query(string sql, string? place = null)
    {
        if (duckdb_prepare(connection, sql, out var statement) != Success)
        {
            var message = Text(duckdb_prepare_error(statement));
            duckdb_destroy_prepare(ref statement);
            throw Failed(message, place);
        }
        var state = duckdb_execute_prepared_streaming(statement, out var result);
        duckdb_destroy_prepare(ref statement);
        if (state == Success) return new DuckDbRows(result, place);
        var error = Text(duckdb_result_error(ref result));
        duckdb_destroy_result(ref result);
        throw Failed(error, place);
    }

    /// <summary>The text as an SQL literal.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The text as an SQL name.</summary>
    public static string QuoteName(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public void Dispose()
    {
        var (c, d) = (connection, database);
        duckdb_disconnect(ref c);
        duckdb_close(ref d);
    }

    internal static OmniException Failed(string message, string? place) => new("OH1217", FirstLine(message), place);

    internal static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    internal static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('.', ' ');

    private static (string Name, string Value)[] Settings(bool ordered) =>
    [
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{Math.Max(512, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 >> 20)}MiB")),
        ("threads", ordered ? Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture) : "1"),
        ("preserve_insertion_order", ordered ? "true" : "false"),
        // Of its own: who closes first would remove what others still need.
        ("temp_directory", Path.Combine(Path.GetTempPath(), $"omnihelix-duckdb-{Path.GetRandomFileName()}")),
    ];
}
