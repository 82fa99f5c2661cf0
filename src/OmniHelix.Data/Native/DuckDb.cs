using System.Runtime.InteropServices;

namespace OmniHelix.Data.Native;

/// <summary>The part of DuckDB's C API (duckdb.h) that is used: connections and streamed results.</summary>
internal static unsafe partial class DuckDb
{
    public const string Library = "duckdb";

    public const int Success = 0;

    static DuckDb() => NativeLibraries.Prepare();

    [LibraryImport(Library)]
    public static partial int duckdb_create_config(out nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_set_config(nint config, string name, string option);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_open_ext(string? path, out nint database, nint config, out nint error);

    [LibraryImport(Library)]
    public static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    public static partial int duckdb_connect(nint database, out nint connection);

    [LibraryImport(Library)]
    public static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(Library)]
    public static partial void duckdb_free(nint memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_query(nint connection, string sql, out DuckDbResult result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_prepare(nint connection, string sql, out nint statement);

    [LibraryImport(Library)]
    public static partial nint duckdb_prepare_error(nint statement);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_prepare(ref nint statement);

    [LibraryImport(Library)]
    public static partial int duckdb_execute_prepared_streaming(nint statement, out DuckDbResult result);

    [LibraryImport(Library)]
    public static partial nint duckdb_result_error(ref DuckDbResult result);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_result(ref DuckDbResult result);

    [LibraryImport(Library)]
    public static partial ulong duckdb_column_count(ref DuckDbResult result);

    [LibraryImport(Library)]
    public static partial nint duckdb_column_name(ref DuckDbResult result, ulong column);

    [LibraryImport(Library)]
    public static partial nint duckdb_column_logical_type(ref DuckDbResult result, ulong column);

    [LibraryImport(Library)]
    public static partial nint duckdb_fetch_chunk(DuckDbResult result);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(Library)]
    public static partial ulong duckdb_data_chunk_get_size(nint chunk);

    [LibraryImport(Library)]
    public static partial void duckdb_data_chunk_set_size(nint chunk, ulong rows);

    [LibraryImport(Library)]
    public static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);
}

/// <summary><c>duckdb_result</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbResult
{
    private ulong columns, rows, changed;
    private nint data, error, content;
}
