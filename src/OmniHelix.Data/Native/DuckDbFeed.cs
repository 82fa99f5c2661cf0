using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OmniHelix.Data.Columns;
using static OmniHelix.Data.Native.DuckDb;

namespace OmniHelix.Data.Native;

/// <summary>Rows of ours as a table function of a connection, so that SQL can read them: each scan enumerates the chunks afresh, on one thread and in order.</summary>
internal sealed unsafe class DuckDbFeed
{
    // What DuckDB takes at a time.
    private const int VectorSize = 2048;

    private readonly IReadOnlyList<TableColumn> columns;
    private readonly Func<IEnumerable<TableChunk>> open;

    private DuckDbFeed(IReadOnlyList<TableColumn> columns, Func<IEnumerable<TableChunk>> open) => (this.columns, this.open) = (columns, open);

    /// <summary>What stopped a scan, as it was before DuckDB made a message of it.</summary>
    public OmniException? Failure { get; private set; }

    /// <summary>Makes <c>name()</c> usable in statements of <paramref name="connection"/>, as long as that lives.</summary>
    public static DuckDbFeed Register(DuckDbConnection connection, string name, IReadOnlyList<TableColumn> columns, Func<IEnumerable<TableChunk>> open)
    {
        var feed = new DuckDbFeed(columns, open);
        var function = duckdb_create_table_function();
        duckdb_table_function_set_name(function, name);
        duckdb_table_function_set_extra_info(function, Pin(feed), &Release);
        duckdb_table_function_set_bind(function, &Bind);
        duckdb_table_function_set_init(function, &Init);
        duckdb_table_function_set_function(function, &Fill);
        var state = duckdb_register_table_function(connection.Handle, function);
        duckdb_destroy_table_function(ref function);
        return state == Success ? feed : throw DuckDbConnection.Failed($"the table {name} cannot be made", null);
    }

    private static nint Pin(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint handle)
    {
        var pinned = GCHandle.FromIntPtr(handle);
        (pinned.Target as IDisposable)?.Dispose();
        pinned.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        foreach (var column in ((DuckDbFeed)GCHandle.FromIntPtr(duckdb_bind_get_extra_info(info)).Target!).columns)
        {
            var type = DuckDbTypes.Create(column.Type);
            duckdb_bind_add_result_column(info, column.Name, type);
            duckdb_destroy_logical_type(ref type);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        duckdb_init_set_max_threads(info, 1);
        var feed = (DuckDbFeed)GCHandle.FromIntPtr(duckdb_init_get_extra_info(info)).Target!;
        duckdb_init_set_init_data(info, Pin(new Scan(feed)), &Release);
    }

    // Nothing may be thrown through native frames.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint output)
    {
        var scan = (Scan)GCHandle.FromIntPtr(duckdb_function_get_init_data(info)).Target!;
        try
        {
            scan.Fill(output);
        }
        catch (Exception e)
        {
            scan.Feed.Failure = e as OmniException ?? new OmniException("OH1217", $"the rows cannot be read: {e.Message}", null, null, e);
            duckdb_function_set_error(info, e.Message);
        }
    }

    private sealed class Scan(DuckDbFeed feed) : IDisposable
    {
        private readonly IEnumerator<TableChunk> chunks = feed.open().GetEnumerator();
        private TableChunk? chunk;
        private int given;

        public DuckDbFeed Feed => feed;

        public void Fill(nint output)
        {
            while (chunk is null || given == chunk.Rows)
            {
                if (!chunks.MoveNext())
                {
                    duckdb_data_chunk_set_size(output, 0);
                    return;
                }
                (chunk, given) = (chunks.Current, 0);
            }
            var rows = Math.Min(VectorSize, chunk.Rows - given);
            for (var i = 0; i < feed.columns.Count; i++) DuckDbVectorWriter.Write(duckdb_data_chunk_get_vector(output, (ulong)i), chunk.Data[i], given, rows);
            duckdb_data_chunk_set_size(output, (ulong)rows);
            given += rows;
        }

        public void Dispose() => chunks.Dispose();
    }
}
