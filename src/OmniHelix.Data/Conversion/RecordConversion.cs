using System.Globalization;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Conversion;

/// <summary>What becomes of the case of sequences.</summary>
public enum SequenceCase
{
    /// <summary>It stays; lower case may mean masked repeats.</summary>
    Keep,

    /// <summary>A to Z.</summary>
    Upper,

    /// <summary>a to z.</summary>
    Lower,
}

/// <summary>How records are converted.</summary>
public sealed record ConversionOptions
{
    /// <summary>Columns to write, in this order; empty writes all.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>New names of columns, by their old ones.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Columns that become part of the description of FASTA and FASTQ, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Describe { get; init; } = [];

    /// <summary>Columns, and records of no bases, that the form cannot hold are left out instead of being an error.</summary>
    public bool Drop { get; init; }

    /// <summary>Column of the sequence; null takes the usual names.</summary>
    public string? SequenceField { get; init; }

    /// <summary>Case of the sequences.</summary>
    public SequenceCase Case { get; init; }

    /// <summary>U/T conversion of the sequences.</summary>
    public UracilPolicy Uracil { get; init; }

    /// <summary>Form and compression of the file written.</summary>
    public TableWriteOptions Output { get; init; } = new();

    /// <summary>How the file is read.</summary>
    public TableOptions Input { get; init; } = new();
}

/// <summary>What a conversion did.</summary>
/// <param name="Records">Records written.</param>
/// <param name="Columns">Columns written.</param>
/// <param name="Dropped">Columns left out on request.</param>
/// <param name="Notes">What the file holds otherwise than the input, one sentence each: records without names, or left out.</param>
public sealed record ConversionResult(
    long Records, IReadOnlyList<string> Columns, IReadOnlyList<string> Dropped, IReadOnlyList<string> Notes);

/// <summary>
/// Converts between FASTA, FASTQ, one sequence a line, CSV, TSV, JSON, JSONL, Parquet and Arrow, record by record. Nothing is lost that was
/// not asked for.
/// </summary>
public static class RecordConversion
{
    /// <summary>Reads one file, or those a pattern matches, and writes another, which appears whole or not at all.</summary>
    /// <param name="input">File or pattern.</param>
    /// <param name="output">File.</param>
    /// <param name="options">What is kept and changed.</param>
    /// <param name="progress">Is told the records written.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="OmniException">
    /// OH1640 columns that the form cannot hold; OH1641 a column it needs; OH1642 descriptions where there are none; OH1203 no such column;
    /// what reading and writing report.
    /// </exception>
    public static ConversionResult Run(
        string input, string output, ConversionOptions? options = null, IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        var table = Table.Open(input, options.Input);
        if (table.Columns.Count == 0)
            throw new OmniException("OH1005", "holds no record, so nothing tells its columns", table.Files[0]);
        var kind = options.Output.Kind ?? TableForms.Writing.ForOutput(output);
        var plan = ConversionPlan.Of(table, output, kind, options);
        using var writer = Table.Create(output, plan.Columns, options.Output);
        foreach (var row in table.Rows())
        {
            if (writer.Rows % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(writer.Rows);
            }
            if (plan.SequenceFile?.Takes(row) != false) plan.Append(writer, row);
        }
        writer.Complete();
        return new ConversionResult(writer.Rows, [.. plan.Columns.Select(c => c.Name)], plan.Dropped, plan.SequenceFile?.Notes ?? []);
    }
}

/// <summary>Which column of a row goes where.</summary>
internal sealed class ConversionPlan
{
    // Where each column comes from; −1 for those that are made anew.
    private readonly int[] from;
    private readonly int[] described;
    private readonly int sequence, description, oldSequence, oldDescription;
    private readonly object?[] made;
    private readonly ConversionOptions options;

    private ConversionPlan(
        IReadOnlyList<TableColumn> columns, int[] from, int[] described, int sequence, IReadOnlyList<string> dropped,
        ConversionOptions options)
    {
        Columns = columns;
        this.from = from;
        this.described = described;
        this.sequence = sequence;
        Dropped = dropped;
        this.options = options;
        made = new object?[columns.Count];
        description = described.Length == 0 ? -1 : columns.Select(c => c.Name).ToList().IndexOf(SequenceSource.Description);
        oldSequence = sequence < 0 ? -1 : from[sequence];
        oldDescription = description < 0 ? -1 : from[description];
        if (sequence >= 0) from[sequence] = -1;
        if (description >= 0) from[description] = -1;
    }

    /// <summary>Columns written.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Columns left out.</summary>
    public IReadOnlyList<string> Dropped { get; }

    /// <summary>What a file of sequences makes of the rows; null for tables.</summary>
    public SequenceFileRows? SequenceFile { get; private init; }

    public static ConversionPlan Of(Table table, string output, FileKind kind, ConversionOptions options)
    {
        foreach (var name in options.Names.Keys.Concat(options.Describe)) table.IndexOf(name);
        var isSequenceFile = SequenceFileWriter.Writes(kind);
        if (options.Describe.Count > 0 && !(isSequenceFile && SequenceSource.ColumnsOf(kind).Contains(SequenceSource.Description)))
            throw new UsageException("OH1642", "only FASTA and FASTQ have descriptions", output, "A table keeps every column as it is.");
        var changesLetters = options.Case != SequenceCase.Keep || options.Uracil != UracilPolicy.None;
        var (sequence, _, id) = isSequenceFile || changesLetters || options.SequenceField is not null
            ? table.Fields(new RecordOptions { SequenceField = options.SequenceField })
            : (-1, [], null);
        List<int> wanted = [
            .. options.Columns.Count > 0 ? options.Columns.Select(table.IndexOf) : Enumerable.Range(0, table.Columns.Count)];
        int[] described = [.. options.Describe.Select(table.IndexOf)];
        wanted.RemoveAll(i => described.Contains(i));
        var columns = wanted.Select(i => table.Columns[i] with { Name = NewName(i) }).ToList();
        if (described.Length > 0 && !columns.Exists(c => c.Name == SequenceSource.Description))
        {
            columns.Add(new TableColumn(SequenceSource.Description, TableType.Text));
            wanted.Add(-1);
        }
        var dropped = new List<string>();
        if (isSequenceFile && options.Drop)
        {
            var places = SequenceSource.ColumnsOf(kind);
            for (var i = columns.Count - 1; i >= 0; i--)
            {
                if (places.Contains(columns[i].Name)) continue;
                dropped.Insert(0, columns[i].Name);
                columns.RemoveAt(i);
                wanted.RemoveAt(i);
            }
        }
        if (changesLetters && table.Columns[sequence].Type.Kind != TableKind.Text)
            throw new OmniException("OH1205", $"the column '{table.Columns[sequence].Name}' is not text", table.Files[0]);
        var named = columns.FindIndex(c => c.Name == SequenceSource.Id);
        return new ConversionPlan(columns, [.. wanted], described, changesLetters ? wanted.IndexOf(sequence) : -1, dropped, options)
        {
            SequenceFile = isSequenceFile ? new(kind, named < 0 ? -1 : wanted[named], sequence, options.Drop) : null,
        };

        string NewName(int column)
        {
            if (options.Names.TryGetValue(table.Columns[column].Name, out var name)) return name;
            if (!isSequenceFile) return table.Columns[column].Name;
            return column == sequence ? SequenceSource.Sequence : column == id ? SequenceSource.Id : table.Columns[column].Name;
        }
    }

    /// <summary>Appends a row in its new form.</summary>
    public void Append(TableWriter writer, TableRow row)
    {
        if (sequence >= 0) made[sequence] = row[oldSequence] is string letters ? Letters(letters) : null;
        if (description >= 0) made[description] = Described(row, oldDescription < 0 ? null : (string?)row[oldDescription]);
        writer.Append(row, from, made);
    }

    private string Described(TableRow row, string? start)
    {
        var text = new StringBuilder(start);
        foreach (var column in described)
        {
            if (row[column] is not { } value) continue;
            if (text.Length > 0) text.Append(' ');
            text.Append(row.Chunk.Columns[column].Name).Append('=').Append(System.Convert.ToString(value, CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private string Letters(string sequence)
    {
        if (options.Uracil != UracilPolicy.None)
            sequence = string.Create(sequence.Length, (sequence, options.Uracil), static (letters, s) =>
        {
            for (var i = 0; i < letters.Length; i++) letters[i] = Alphabet.Apply(s.Uracil, s.sequence[i]);
        });
        return options.Case switch
        {
            SequenceCase.Upper => sequence.ToUpperInvariant(),
            SequenceCase.Lower => sequence.ToLowerInvariant(),
            _ => sequence,
        };
    }
}
