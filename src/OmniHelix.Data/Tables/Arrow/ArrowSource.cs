using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>An Arrow file (IPC stream or file; Feather version 2) as a table.</summary>
internal sealed class ArrowSource : ITableSource
{
    // As of the chunks of other forms; a batch may have millions of rows.
    private const int MostRows = 2048;
    private const long MostBytes = 16 << 20;

    private readonly string path;

    public ArrowSource(string path)
    {
        this.path = path;
        using var file = ArrowFile.Open(path);
        Columns = file.Schema.Columns;
        RowCount = CountRows(file);
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public long? RowCount { get; }

    public IEnumerable<TableChunk> Read(IReadOnlyList<int> columns)
    {
        using var file = ArrowFile.Open(path);
        if (!file.Schema.Columns.SequenceEqual(Columns)) throw TableColumns.Changed(path);
        TableColumn[] wanted = [.. columns.Select(i => Columns[i])];
        var dictionaries = new Dictionary<long, ArrowDictionary>();
        var record = 0L;
        foreach (var batch in file.Batches())
        {
            if (batch.IsDictionary)
            {
                Define(file, batch, dictionaries);
                continue;
            }
            var arrays = ArrowBatch.Open(file, batch, batch.Header, file.Schema.Fields, dictionaries);
            foreach (var (data, rows) in Pieces([.. columns.Select(i => arrays[i])], arrays[0].Length))
            {
                yield return new TableChunk(wanted, data, rows, path, record + 1, null);
                record += rows;
            }
        }
        if (record != RowCount) throw TableColumns.Changed(path);
    }

    // Only descriptions are read here.
    private static long CountRows(ArrowFile file)
    {
        var rows = 0L;
        foreach (var batch in file.Batches())
        {
            if (batch.IsDictionary) continue;
            var more = ArrowBatch.RowsOf(batch.Header);
            if (more > long.MaxValue - rows) throw batch.Header.Broken($"a batch of {more} rows");
            rows += more;
        }
        return rows;
    }

    private static IEnumerable<(ColumnData[] Data, int Rows)> Pieces(ArrowArray[] arrays, long rows)
    {
        for (var first = 0L; first < rows;)
        {
            var count = (int)Math.Min(MostRows, rows - first);
            while (count > 1 && arrays.Sum(a => a.Size(first, count)) > MostBytes) count /= 2;
            yield return ([.. arrays.Select(a => a.Read(first, count))], count);
            first += count;
        }
    }

    private static void Define(ArrowFile file, ArrowMessage message, Dictionary<long, ArrowDictionary> dictionaries)
    {
        var header = message.Header;
        var id = header.Int64(0);
        if (!file.Schema.Dictionaries.TryGetValue(id, out var field)) throw header.Broken($"no column has the dictionary {id}");
        var batch = header.Table(1) ?? throw header.Broken($"a dictionary without values");
        var array = ArrowBatch.Open(file, message, batch, [field], dictionaries)[0];
        if (array.Size(0, array.Length) > Array.MaxLength)
            throw new OmniException("OH1219", "the values of a dictionary exceed 2 GiB", file.Path);
        var values = array.Read(0, (int)array.Length);
        var isMore = header.Byte(2) != 0;
        var known = dictionaries.GetValueOrDefault(id);
        if (known is not null && !isMore && !file.MayReplace) throw header.Broken($"the dictionary {id} is given twice");
        dictionaries[id] = known is not null && isMore ? known.And(values) : ArrowDictionary.Of(values);
    }
}
