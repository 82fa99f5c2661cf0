using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Native;

namespace OmniHelix.Data.Tables.Parquet;

/// <summary>A Parquet file as a table, read by DuckDB.</summary>
internal sealed class ParquetSource : ITableSource
{
    private readonly string path;
    private readonly IReadOnlyList<string> expressions;

    public ParquetSource(string path)
    {
        this.path = path;
        CheckEnds();
        using var connection = new DuckDbConnection();
        using (var rows = Query(connection, "*", " LIMIT 0"))
        {
            var names = TopNames(connection);
            if (names.Count != rows.Names.Count) throw Broken($"its schema has {names.Count} columns, but {rows.Names.Count} were found");
            TableColumns.RefuseDuplicates(names, path);
            // Kinds that tables do not have, such as times of day and UUIDs, are read as text.
            expressions = [
                .. rows.Names.Select((name, i) => $"{DuckDbConnection.QuoteName(name)}{(rows.Columns[i] is null ? "::VARCHAR" : "")}")];
            var classes = Classes(connection);
            Columns = [.. names.Select((name, i) => Column(name, rows.Columns[i]))];

            TableColumn Column(string name, TableColumn? read) =>
                new(name, read?.Type ?? TableType.Text) { ClassNames = classes.GetValueOrDefault(name) };
        }
        RowCount = Count(connection);
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public long? RowCount { get; }

    public IEnumerable<TableChunk> Read(IReadOnlyList<int> columns)
    {
        using var connection = new DuckDbConnection();
        TableColumn[] wanted = [.. columns.Select(i => Columns[i])];
        using var rows = Query(connection, string.Join(", ", columns.Select(i => expressions[i])), "");
        var record = 0L;
        while (Next(rows) is { } chunk)
        {
            yield return new TableChunk(wanted, chunk.Data, chunk.Rows, path, record + 1, null);
            record += chunk.Rows;
        }
        if (record != RowCount) throw Broken($"the footer promises {RowCount} rows, but {record} were read");
    }

    private (int Rows, ColumnData[] Data)? Next(DuckDbRows rows)
    {
        try
        {
            return rows.Next();
        }
        catch (OmniException e) when (e.Code == "OH1217")
        {
            throw Broken(e.Message, e);
        }
    }

    private DuckDbRows Query(DuckDbConnection connection, string columns, string limit)
    {
        try
        {
            return connection.Query($"SELECT {columns} FROM read_parquet({Quoted()}, hive_partitioning = false){limit}");
        }
        catch (OmniException e) when (e.Code == "OH1217")
        {
            throw Broken(e.Message, e);
        }
    }

    // The schema is a tree in depth-first order. DuckDB renames columns that differ in case only.
    private List<string> TopNames(DuckDbConnection connection)
    {
        using var rows = connection.Query($"SELECT name, coalesce(num_children, 0)::BIGINT FROM parquet_schema({Quoted()})", path);
        var names = new List<string>();
        var open = new Stack<long>();
        while (rows.Next() is { } chunk)
            for (var i = 0; i < chunk.Rows; i++)
            {
                while (open.TryPeek(out var left) && left == 0) open.Pop();
                if (open.Count == 1) names.Add((string)chunk.Data[0][i]!);
                if (open.TryPop(out var parent)) open.Push(parent - 1);
                open.Push(((NumberData)chunk.Data[1]).Int64(i));
            }
        return names;
    }

    private Dictionary<string, IReadOnlyList<string>> Classes(DuckDbConnection connection)
    {
        using var rows = connection.Query(
            $"SELECT value FROM parquet_kv_metadata({Quoted()}) WHERE decode(key) = '{HuggingFaceFeatures.Key}'");
        return rows.Next() is { } found ? HuggingFaceFeatures.ClassNames(Encoding.UTF8.GetString(((TextData)found.Data[0]).Utf8(0))) : [];
    }

    private long Count(DuckDbConnection connection)
    {
        using var rows = connection.Query($"SELECT num_rows::BIGINT FROM parquet_file_metadata({Quoted()})", path);
        return ((NumberData)rows.Next()!.Value.Data[0]).Int64(0);
    }

    // DuckDB takes the name for a pattern.
    private string Quoted() =>
        DuckDbConnection.Quote(
            path.Replace("[", "[[]", StringComparison.Ordinal).Replace("*", "[*]", StringComparison.Ordinal).Replace(
                "?", "[?]", StringComparison.Ordinal));

    private void CheckEnds()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Span<byte> ends = stackalloc byte[12];
            if (stream.Length == 0) throw Broken("it is empty");
            if (stream.Length < 12) throw Broken(string.Create(CultureInfo.InvariantCulture, $"it has only {stream.Length} bytes"));
            stream.ReadExactly(ends[..4]);
            if (ends[..4].SequenceEqual("PARE"u8)) throw Broken("it is encrypted");
            if (!ends[..4].SequenceEqual("PAR1"u8)) throw Broken("it does not start with PAR1");
            stream.Position = stream.Length - 8;
            stream.ReadExactly(ends[4..]);
            if (ends[8..].SequenceEqual("PARE"u8)) throw Broken("its footer is encrypted");
            if (!ends[8..].SequenceEqual("PAR1"u8)) throw Broken("it does not end with PAR1: it is truncated, or still being written");
            var footer = BinaryPrimitives.ReadUInt32LittleEndian(ends[4..]);
            if (footer > stream.Length - 12) throw Broken($"its footer claims {footer} bytes of {stream.Length}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException(
                "OH1001",
                $"cannot open the file: {(e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message)}",
                path, null, e);
        }
    }

    private OmniException Broken(string what, Exception? inner = null) =>
        new("OH1212", $"is no readable Parquet file: {what}", path, "Copy or write it again.", inner);
}
