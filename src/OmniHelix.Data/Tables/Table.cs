using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Tables;

/// <summary>
/// A table in one file or several of one kind: CSV, TSV, JSON, JSONL (each plain or gzip), Parquet, Arrow, or the records of FASTA, FASTQ
/// and plain text. Opening reads the schema (for JSON all records, once); rows are streamed, as often as asked for, in memory that does not
/// grow with the file.
/// </summary>
/// <example><code>
/// var table = Table.Open("shards/*.parquet");
/// foreach (var row in table.Rows()) Console.WriteLine($"{row["id"]} {row["label"]}");
/// </code></example>
public sealed class Table
{
    private readonly IReadOnlyList<ITableSource> sources;
    private readonly IReadOnlyList<int> selected;

    private Table(IReadOnlyList<string> files, IReadOnlyList<ITableSource> sources, FileKind kind, IReadOnlyList<int> selected)
    {
        Files = files;
        this.sources = sources;
        Kind = kind;
        this.selected = selected;
        Columns = [.. selected.Select(i => sources[0].Columns[i])];
        RowCount = sources.All(s => s.RowCount is not null) ? sources.Sum(s => s.RowCount!.Value) : null;
    }

    /// <summary>Kinds of files that are read as tables.</summary>
    public static IReadOnlyList<FileKind> Readable => TableForms.Reading.Kinds;

    /// <summary>Kinds of files that tables are written to.</summary>
    public static IReadOnlyList<FileKind> Writable => TableForms.Writing.Kinds;

    /// <summary>The files, in order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Their kind.</summary>
    public FileKind Kind { get; }

    /// <summary>The columns read.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Number of rows; null for delimited text, which has to be read to know.</summary>
    public long? RowCount { get; }

    /// <summary>Opens a file, or the files that a pattern (<c>*</c>, <c>?</c>, <c>**</c>) matches, in ordinal order.</summary>
    /// <param name="path">File or pattern.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="OmniException">OH1001, OH1215 no file; OH1007 its content is not what its name promises; OH1203 no such column;
    /// OH1213 files of different columns or kinds; what the reader of the kind reports: OH1005, OH1201, OH1204, OH1205, OH1207, OH1210,
    /// OH1211, OH1212, OH1225, OH1226.</exception>
    public static Table Open(string path, TableOptions? options = null) => OpenAll(TableFiles.Expand(path), options);

    /// <summary>Opens several files with the same columns as one table.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static Table OpenAll(IReadOnlyList<string> files, TableOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfZero(files.Count);
        var kind = KindOf(files[0], options);
        if (files.FirstOrDefault(f => KindOf(f, options) != kind) is { } other)
            throw new OmniException(
                "OH1213", $"is {KindOf(other, options)}, but {files[0]} is {kind}", other, "Files of one table must be of one kind.");
        var sources = TableForms.Reading.Of(kind)!(files, options);
        for (var i = 1; i < sources.Count; i++)
            if (!sources[i].Columns.SequenceEqual(sources[0].Columns))
                throw new OmniException("OH1213", $"has the columns {List(sources[i])}, but {files[0]} has {List(sources[0])}", files[i],
                    "Files of one table must have the same columns and types, in the same order.");
        var columns = sources[0].Columns;
        int[] selected = options.Columns.Count == 0
            ? [.. Enumerable.Range(0, columns.Count)]
            : [.. options.Columns.Select(name => TableColumns.IndexOf(columns, name, files[0]))];
        return new Table(files, sources, kind, selected);
    }

    /// <summary>Starts a file of the kind that its name promises, one of <see cref="Writable"/>.</summary>
    /// <param name="path">The file; text is compressed where it ends with <c>.gz</c>.</param>
    /// <param name="columns">Its columns; FASTA, FASTQ and plain text have places for id, description, sequence and quality only.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="UsageException">OH6600: the name promises no kind of table.</exception>
    /// <exception cref="OmniException">OH6600 there is no column; OH1210 two columns of one name; OH1640, OH1641 columns that FASTA, FASTQ
    /// or plain text cannot hold or need; OH6002 the place cannot be written.</exception>
    public static TableWriter Create(string path, IReadOnlyList<TableColumn> columns, TableWriteOptions? options = null)
    {
        options ??= new();
        if (columns.Count == 0) throw new OmniException("OH6600", "a table needs a column", path);
        TableColumns.RefuseDuplicates([.. columns.Select(c => c.Name)], path);
        var kind = options.Kind ?? TableForms.Writing.ForOutput(path);
        return TableForms.Writing.Of(kind)!(path, columns, options);
    }

    /// <summary>Starts a table as text in a stream, such as standard output.</summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="kind">A kind of text, such as CSV.</param>
    /// <param name="columns">Its columns.</param>
    /// <exception cref="UsageException">OH6600: the kind is no text.</exception>
    /// <exception cref="OmniException">As for <see cref="Create(string, IReadOnlyList{TableColumn}, TableWriteOptions?)"/>.</exception>
    public static TableWriter Create(Stream stream, string name, FileKind kind, IReadOnlyList<TableColumn> columns)
    {
        TableColumns.RefuseDuplicates([.. columns.Select(c => c.Name)], name);
        return TableForms.WritingText.For(new(kind, null), name)(TextTarget.Of(stream, name), columns, new());
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

    private static FileKind KindOf(string path, TableOptions options)
    {
        if (options.Kind is { } given) return given;
        var file = DataFileKinds.All.Identify(path);
        _ = TableForms.Reading.For(file, path);
        return file.Kind!;
    }

    private static string List(ITableSource source) => string.Join(", ", source.Columns.Take(30).Select(c => $"{c.Name} ({c.Type})"));
}
