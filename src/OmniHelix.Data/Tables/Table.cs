

using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables.Arrow;
using OmniHelix.Data.Tables.Delimited;
using OmniHelix.Data.Tables.Json;
using OmniHelix.Data.Tables.Parquet;
using OmniHelix.Data.Tables.SequenceFiles;

namespace OmniHelix.Data.Tables;

/// <summary>
/// A table in one file or several of one form: CSV, TSV, JSON, JSONL (each plain or gzip), Parquet, Arrow, or the records of FASTA, FASTQ and plain text. Opening reads the schema (for JSON all records, once); rows are streamed, as often
/// as asked for, in memory that does not grow with the file.
/// </summary>
/// <example><code>
/// var table = Table.Open("shards/*.parquet");
/// foreach (var row in table.Rows()) Console.WriteLine($"{row["id"]} {row["label"]}");
/// </code></example>
public sealed class Table
{
    private readonly IReadOnlyList<ITableSource> sources;
    private readonly IReadOnlyList<int> selected;

    private Table(IReadOnlyList<string> files, IReadOnlyList<ITableSource> sources, RecordFormat format, IReadOnlyList<int> selected)
    {
        (Files, this.sources, Format, this.selected) = (files, sources, format, selected);
        Columns = [.. selected.Select(i => sources[0].Columns[i])];
        RowCount = sources.All(s => s.RowCount is not null) ? sources.Sum(s => s.RowCount!.Value) : null;
    }

    /// <summary>The files, in order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Their form.</summary>
    public RecordFormat Format { get; }

    /// <summary>The columns read.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Number of rows; null for delimited text, which has to be read to know.</summary>
    public long? RowCount { get; }

    /// <summary>Opens a file, or the files that a pattern (<c>*</c>, <c>?</c>, <c>**</c>) matches, in ordinal order.</summary>
    /// <param name="path">File or pattern.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="OmniException">OH1001, OH1215 no file; OH1214 no form of tables; OH1203 no such column; OH1213 files of different columns; what the form's reader reports:
    /// OH1005, OH1201, OH1204, OH1205, OH1207, OH1210, OH1211, OH1212, OH1225, OH1226.</exception>
    public static Table Open(string path, TableOptions? options = null) => OpenAll(TableFiles.Expand(path), options);

    /// <summary>Opens several files with the same columns as one table.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static Table OpenAll(IReadOnlyList<string> files, TableOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfZero(files.Count);
        var format = FormatOf(files[0], options);
        if (files.FirstOrDefault(f => FormatOf(f, options) != format) is { } other) throw new OmniException("OH1213", $"is of another form than {files[0]}", other, "Files of one table must have one form.");
        ITableSource[] sources = format switch
        {
            RecordFormat.Csv => [.. files.Select(f => new DelimitedSource(f, options.Delimiter ?? ',', options.InferTypes))],
            RecordFormat.Tsv => [.. files.Select(f => new DelimitedSource(f, options.Delimiter ?? '\t', options.InferTypes))],
            RecordFormat.Json or RecordFormat.JsonLines => JsonSource.OpenAll(files, isLines: format == RecordFormat.JsonLines),
            RecordFormat.Parquet => [.. files.Select(f => new ParquetSource(f))],
            RecordFormat.Arrow or RecordFormat.ArrowStream => [.. files.Select(f => new ArrowSource(f))],
            RecordFormat.Fasta or RecordFormat.Fastq or RecordFormat.Text => [.. files.Select(f => new SequenceSource(f, format))],
            _ => throw new OmniException("OH1214", format == RecordFormat.Auto ? "the ending names no form of tables" : $"{format} is no form of tables", files[0],
                "Tables are .csv, .tsv, .json, .jsonl (plain or .gz), .parquet, .arrow and .feather, and .fasta, .fastq and .txt."),
        };
        for (var i = 1; i < sources.Length; i++)
            if (!sources[i].Columns.SequenceEqual(sources[0].Columns))
                throw new OmniException("OH1213", $"has the columns {List(sources[i])}, but {files[0]} has {List(sources[0])}", files[i], "Files of one table must have the same columns and types, in the same order.");
        var columns = sources[0].Columns;
        int[] selected = options.Columns.Count == 0 ? [.. Enumerable.Range(0, columns.Count)] : [.. options.Columns.Select(name => TableColumns.IndexOf(columns, name, files[0]))];
        return new Table(files, sources, format, selected);
    }

    /// <summary>Starts a file: CSV, TSV, JSON, JSONL (with <c>.gz</c> compressed), Parquet, Arrow, or FASTA, FASTQ and plain text from columns called id, description, sequence and quality.</summary>
    /// <exception cref="OmniException">OH6600 the ending names no form of tables, or the form has no such columns; OH1210 two columns of one name; OH1640, OH1641 columns that FASTA, FASTQ or plain text cannot hold or need; OH6002 the place cannot be written.</exception>
    public static TableWriter Create(string path, IReadOnlyList<TableColumn> columns, TableWriteOptions? options = null)
    {
        options ??= new();
        if (columns.Count == 0) throw new OmniException("OH6600", "a table needs a column", path);
        TableColumns.RefuseDuplicates([.. columns.Select(c => c.Name)], path);
        var format = options.Format != RecordFormat.Auto ? options.Format : RecordFormats.Of(path) ?? RecordFormat.Auto;
        return format switch
        {
            RecordFormat.Csv or RecordFormat.Tsv => new DelimitedWriter(path, columns, format == RecordFormat.Csv ? ',' : '\t'),
            RecordFormat.Json or RecordFormat.JsonLines => new JsonWriter(path, columns, isLines: format == RecordFormat.JsonLines),
            RecordFormat.Parquet => new ParquetWriter(path, columns, options.Compression),
            RecordFormat.Arrow or RecordFormat.ArrowStream => new ArrowWriter(path, columns, hasFooter: format == RecordFormat.Arrow),
            RecordFormat.Fasta or RecordFormat.Fastq or RecordFormat.Text => new SequenceFileWriter(path, columns, format),
            _ => throw new OmniException("OH6600", "the ending names no form of tables", path, "Tables are .csv, .tsv, .json, .jsonl (plain or .gz), .parquet, .arrow, .arrows and .feather."),
        };
    }

    /// <summary>The number of the named column.</summary>
    /// <exception cref="OmniException">OH1203: there is none; the nearest is named.</exception>
    public int IndexOf(string column) => TableColumns.IndexOf(Columns, column, Files[0]);

    /// <summary>Reads all files chunk by chunk; a chunk stays valid.</summary>
    /// <exception cref="OmniException">While reading: what the form's reader reports.</exception>
    public IEnumerable<TableChunk> Chunks() => sources.SelectMany(s => s.Read(selected));

    /// <summary>Reads all files row by row.</summary>
    /// <inheritdoc cref="Chunks" path="/exception"/>
    public IEnumerable<TableRow> Rows()
    {
        foreach (var chunk in Chunks())
            for (var i = 0; i < chunk.Rows; i++) yield return chunk[i];
    }

    private static RecordFormat FormatOf(string path, TableOptions options) => options.Format != RecordFormat.Auto ? options.Format : RecordFormats.Of(path) ?? RecordFormat.Auto;

    private static string List(ITableSource source) => string.Join(", ", source.Columns.Take(30).Select(c => $"{c.Name} ({c.Type})"));
}
