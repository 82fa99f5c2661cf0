using System.Collections.Concurrent;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Native;

namespace OmniHelix.Data.Tables.Parquet;

/// <summary>Parquet, written by DuckDB on a thread of its own, which takes chunks from a short queue.</summary>
internal sealed class ParquetWriter : TableWriter
{
    // Row groups end by size, so that long sequences do not make them huge; a reader holds one at a time.
    private const string RowGroupBytes = "64MB";

    private readonly PendingFile pending;
    private readonly string file;
    private readonly BlockingCollection<TableChunk> queue = new(2);
    private readonly CancellationTokenSource stop = new();
    private readonly Task copy;

    public ParquetWriter(string path, IReadOnlyList<TableColumn> columns, ParquetCompression compression) : base(path, columns)
    {
        DuckDbTypes.RefuseNamesAlike(columns, path);
        pending = new PendingFile(path);
        file = pending.CreateNamed();
        copy = Task.Factory.StartNew(
            () => Copy(compression), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private protected override void Write(TableChunk chunk)
    {
        while (!queue.TryAdd(chunk, 50))
            if (copy.IsCompleted) copy.GetAwaiter().GetResult();
    }

    private protected override void Finish()
    {
        queue.CompleteAdding();
        copy.GetAwaiter().GetResult();
        pending.Commit();
    }

    private protected override void Dispose(bool disposing)
    {
        stop.Cancel();
        // A failure was reported where rows were appended, or the rows are not wanted any more.
        ((IAsyncResult)copy).AsyncWaitHandle.WaitOne();
        _ = copy.Exception;
        queue.Dispose();
        stop.Dispose();
        pending.Dispose();
    }

    private void Copy(ParquetCompression compression)
    {
        using var connection = new DuckDbConnection(ordered: false);
        var feed = DuckDbFeed.Register(connection, "rows", Columns, () => queue.GetConsumingEnumerable(stop.Token));
        var classes = Columns.Any(c => c.ClassNames is not null)
            ? $", KV_METADATA {{{HuggingFaceFeatures.Key}: {DuckDbConnection.Quote(HuggingFaceFeatures.Entry(Columns))}}}"
            : "";
        var codec = compression == ParquetCompression.None ? "uncompressed" : compression.ToString().ToLowerInvariant();
        try
        {
            connection.Execute(
                $"COPY (SELECT * FROM rows()) TO {DuckDbConnection.Quote(file)} "
                    + $"(FORMAT parquet, COMPRESSION {codec}, ROW_GROUP_SIZE_BYTES '{RowGroupBytes}'{classes})",
                Path);
        }
        catch (OmniException e) when (e.Code == "OH1217" && feed.Failure is null)
        {
            throw new OmniException(
                e.Message.Contains("No space", StringComparison.Ordinal) ? "OH6001" : "OH6002", $"cannot write: {e.Message}", Path, null,
                e);
        }
    }
}
