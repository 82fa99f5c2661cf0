
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
        // Only descriptions are read here.
        var rows = 0L;
        foreach (var message in file.Messages())
            if (!message.IsDictionary && message.Header.Int64(0) is var batch && (batch < 0 || (rows += batch) < 0)) throw message.Header.Buffer.Broken(message.Header.At, FormattableString.Invariant($"a batch of {batch} rows"));
        RowCount = rows;
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
        foreach (var message in file.Messages())
        {
            if (message.IsDictionary)
            {
                Define(file, message, dictionaries);
                continue;
            }
            var (rows, arrays) = ArrowBatch.Open(message.Header, file.Handle, message.BodyStart, message.BodyLength, file.Schema.Fields, dictionaries);
            ArrowArray[] chosen = [.. columns.Select(i => arrays[i])];
            for (var first = 0L; first < rows;)
            {
                var count = (int)Math.Min(MostRows, rows - first);
                while (count > 1 && chosen.Sum(c => c.Size(first, count)) > MostBytes) count /= 2;
                yield return new TableChunk(wanted, [.. chosen.Select(c => c.Read(first, count))], count, path, record + 1, null);
                first += count;
                record += count;
            }
        }
        if (record != RowCount) throw TableColumns.Changed(path);
    }

    private static void Define(ArrowFile file, ArrowMessage message, Dictionary<long, ArrowDictionary> dictionaries)
    {
        var (id, header) = (message.Header.Int64(0), message.Header);
        if (!file.Schema.Dictionaries.TryGetValue(id, out var field)) throw header.Buffer.Broken(header.At, FormattableString.Invariant($"no column has the dictionary {id}"));
        var batch = header.Table(1) ?? throw header.Buffer.Broken(header.At, "a dictionary without values");
        var (rows, arrays) = ArrowBatch.Open(batch, file.Handle, message.BodyStart, message.BodyLength, [field], dictionaries);
        if (arrays[0].Size(0, rows) > Array.MaxLength) throw new OmniException("OH1219", "the values of a dictionary exceed 2 GiB", file.Path);
        var values = arrays[0].Read(0, (int)rows);
        var isMore = header.Byte(2) != 0;
        if (!isMore && !file.MayReplace && dictionaries.ContainsKey(id)) throw header.Buffer.Broken(header.At, FormattableString.Invariant($"the dictionary {id} is given twice"));
        dictionaries[id] = isMore && dictionaries.TryGetValue(id, out var known) ? known.And(values) : ArrowDictionary.Of(values);
    }
}
