using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using OmniHelix.Data.Columns;
using static DuckDB.NET.Native.NativeMethods;
using static DuckDB.NET.Native.NativeMethods.TableFunction;

namespace OmniHelix.Data.Native;

/// <summary>
/// Rows of ours as a table function of a connection, so that SQL can read them: each scan enumerates the chunks afresh, in order and on one
/// thread, which is what DuckDB gives a function that does not ask for more.
/// </summary>
internal sealed unsafe class DuckDbFeed
{
    // What DuckDB takes at a time.
    private const int VectorSize = 2048;

    private readonly IReadOnlyList<TableColumn> columns;
    private readonly Func<IEnumerable<TableChunk>> open;

    private DuckDbFeed(IReadOnlyList<TableColumn> columns, Func<IEnumerable<TableChunk>> open)
    {
        this.columns = columns;
        this.open = open;
    }

    /// <summary>What stopped a scan, as it was before DuckDB made a message of it.</summary>
    public OmniException? Failure { get; private set; }

    /// <summary>Makes <c>name()</c> usable in statements of <paramref name="connection"/>, as long as that lives.</summary>
    public static DuckDbFeed Register(
        DuckDbConnection connection, string name, IReadOnlyList<TableColumn> columns, Func<IEnumerable<TableChunk>> open)
    {
        var feed = new DuckDbFeed(columns, open);
        var function = DuckDBCreateTableFunction();
        DuckDBTableFunctionSetName(function, name);
        DuckDBTableFunctionSetExtraInfo(function, Pin(feed), &Release);
        DuckDBTableFunctionSetBind(function, &Bind);
        DuckDBTableFunctionSetInit(function, &Init);
        DuckDBTableFunctionSetFunction(function, &Fill);
        var state = DuckDBRegisterTableFunction(connection.Handle, function);
        DuckDBDestroyTableFunction(ref function);
        return state.IsSuccess() ? feed : throw DuckDbConnection.Failed($"the table {name} cannot be made", null);
    }

    private static nint Pin(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    private static T Pinned<T>(nint handle) where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

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
        foreach (var column in Pinned<DuckDbFeed>(DuckDBBindGetExtraInfo(info)).columns)
        {
            using var type = DuckDbTypes.Create(column.Type);
            DuckDBBindAddResultColumn(info, column.Name, type);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info) =>
        DuckDBInitSetInitData(info, Pin(new Scan(Pinned<DuckDbFeed>(DuckDBInitGetExtraInfo(info)))), &Release);

    // Nothing may be thrown through native frames.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint output)
    {
        var scan = Pinned<Scan>(DuckDBFunctionGetInitData(info));
        try
        {
            scan.Fill(output);
        }
        catch (Exception e)
        {
            scan.Feed.Failure = e as OmniException ?? new OmniException("OH1217", $"the rows cannot be read: {e.Message}", null, null, e);
            DuckDBFunctionSetError(info, e.Message);
        }
    }

    private sealed class Scan(DuckDbFeed feed) : IDisposable
    {
        private readonly IEnumerator<TableChunk> chunks = feed.open().GetEnumerator();
        private TableChunk? chunk;
        private int given;

        public DuckDbFeed Feed => feed;

        // DuckDB asks until it gets no rows.
        public void Fill(nint output)
        {
            using var target = new DuckDBDataChunk(output);
            while (chunk is null || given == chunk.Rows)
            {
                if (!chunks.MoveNext())
                {
                    DataChunks.DuckDBDataChunkSetSize(target, 0);
                    return;
                }
                chunk = chunks.Current;
                given = 0;
            }
            var rows = Math.Min(VectorSize, chunk.Rows - given);
            for (var i = 0; i < feed.columns.Count; i++)
                DuckDbVectorWriter.Write(DataChunks.DuckDBDataChunkGetVector(target, i), chunk.Data[i], given, rows);
            DataChunks.DuckDBDataChunkSetSize(target, (ulong)rows);
            given += rows;
        }

        public void Dispose() => chunks.Dispose();
    }
}
