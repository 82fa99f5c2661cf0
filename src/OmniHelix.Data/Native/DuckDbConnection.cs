using System.Globalization;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace OmniHelix.Data.Native;

/// <summary>
/// A database in memory with one connection. It loads no extension, never touches the network, and keeps to a share of the machine's
/// memory.
/// </summary>
internal sealed class DuckDbConnection : IDisposable
{
    private readonly DuckDBDatabase database;

    static DuckDbConnection() => NativeLibraries.PrepareDuckDb();

    /// <param name="ordered">
    /// Results and written files keep the order of their rows on any number of threads. Without it one thread keeps it, and writing needs
    /// less memory.
    /// </param>
    public DuckDbConnection(bool ordered = true)
    {
        if (!Configuration.DuckDBCreateConfig(out var config).IsSuccess()) throw Failed("no configuration", null);
        using (config)
        {
            foreach (var (name, value) in Settings(ordered))
                if (!Configuration.DuckDBSetConfig(config, name, value).IsSuccess()) throw Failed($"no setting {name} = {value}", null);
            if (!Startup.DuckDBOpen(null, out database, config, out var error).IsSuccess()) throw Failed(error, null);
        }
        if (Startup.DuckDBConnect(database, out var connection).IsSuccess())
        {
            Handle = connection;
            return;
        }
        database.Dispose();
        throw Failed("no connection", null);
    }

    public DuckDBNativeConnection Handle { get; }

    /// <summary>Runs a statement without result.</summary>
    /// <exception cref="OmniException">OH1217 with DuckDB's message.</exception>
    public void Execute(string sql, string? place = null)
    {
        var state = NativeMethods.Query.DuckDBQuery(Handle, sql, out var result);
        var error = state.IsSuccess() ? null : NativeMethods.Query.DuckDBResultError(ref result);
        NativeMethods.Query.DuckDBDestroyResult(ref result);
        if (!state.IsSuccess()) throw Failed(error, place);
    }

    /// <summary>Starts a statement whose rows are fetched chunk by chunk.</summary>
    /// <exception cref="OmniException">OH1217 with DuckDB's message.</exception>
    public DuckDbRows Query(string sql, string? place = null)
    {
        var prepared = PreparedStatements.DuckDBPrepare(Handle, sql, out var statement);
        using (statement)
        {
            if (!prepared.IsSuccess()) throw Failed(PreparedStatements.DuckDBPrepareError(statement), place);
            var started = PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result);
            if (started.IsSuccess()) return new DuckDbRows(result, place);
            var error = NativeMethods.Query.DuckDBResultError(ref result);
            NativeMethods.Query.DuckDBDestroyResult(ref result);
            throw Failed(error, place);
        }
    }

    /// <summary>The text as an SQL literal.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The text as an SQL name.</summary>
    public static string QuoteName(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public void Dispose()
    {
        Handle.Dispose();
        database.Dispose();
    }

    internal static OmniException Failed(string? message, string? place) =>
        new("OH1217", FirstLine(message ?? "DuckDB gives no reason"), place);

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('.', ' ');

    private static (string Name, string Value)[] Settings(bool ordered) =>
    [
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("memory_limit", $"{Math.Max(512, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 >> 20)}MiB"),
        ("threads", ordered ? Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture) : "1"),
        ("preserve_insertion_order", ordered ? "true" : "false"),
        // Of its own: who closes first would remove what others still need.
        ("temp_directory", Path.Combine(Path.GetTempPath(), $"omnihelix-duckdb-{Path.GetRandomFileName()}")),
    ];
}
