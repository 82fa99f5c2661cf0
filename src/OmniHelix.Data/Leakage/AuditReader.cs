using System.Globalization;
using OmniHelix.Data.Columns;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Leakage;

/// <summary>Which columns an audit or a split of a data set looks at.</summary>
public sealed record AuditFields
{
    /// <summary>Column of the sequence; null takes the usual names.</summary>
    public string? Sequence { get; init; }

    /// <summary>Columns of the label; empty takes the usual names.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Columns whose equal values make a group.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>Reads files into <see cref="AuditRecords"/>: tables, FASTA, FASTQ or one sequence a line.</summary>
public static class AuditReader
{
    private const int Sampled = 2000;

    /// <summary>
    /// Reads every split of a data set folder, or each file as a split named as in its name (train, valid, test) or after it.
    /// </summary>
    /// <param name="paths">One folder, or files and patterns.</param>
    /// <param name="fields">Columns.</param>
    /// <param name="progress">Is told the records read.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OmniException">
    /// OH1601 no data; OH1203 no such column; OH1205 the sequence is not text; OH1206 an empty sequence; what reading reports.
    /// </exception>
    public static AuditRecords ReadSplits(
        IReadOnlyList<string> paths, AuditFields? fields = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        fields ??= new();
        var splits = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        if (paths is [var folder] && Directory.Exists(folder))
        {
            var config = DataSetConfig.ReadFolder(folder);
            splits = SplitFiles.Find(folder, config);
            fields = fields with
            {
                Sequence = fields.Sequence ?? config.SequenceColumn,
                Labels = fields.Labels.Count > 0 ? fields.Labels : config.LabelColumns,
            };
        }
        else
        {
            foreach (var file in paths.SelectMany(TableFiles.Expand))
            {
                var name = SplitFiles.SplitOf(file) ?? Path.GetFileName(file);
                (splits.TryGetValue(name, out var files) ? files : splits[name] = []).Add(file);
            }
        }
        var records = new AuditRecords(fields.Groups);
        string[] usual = ["train", "valid", "test"];
        foreach (var (name, files) in splits.OrderBy(s => Array.IndexOf(usual, s.Key) is var i and >= 0 ? i : usual.Length))
        {
            records.Begin(name);
            foreach (var file in files) Read(records, file, fields, progress, cancellation);
        }
        return records;
    }

    /// <summary>Adds the records of a file to the split that was begun last.</summary>
    /// <inheritdoc cref="ReadSplits"/>
    public static void Read(
        AuditRecords records, string path, AuditFields fields, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var table = Table.Open(path);
        var (sequence, labels, id) = table.Fields(new RecordOptions { SequenceField = fields.Sequence, LabelFields = fields.Labels });
        if (table.Columns[sequence].Type.Kind != TableKind.Text)
            throw new OmniException(
                "OH1205", $"the column '{table.Columns[sequence].Name}' is not text, but {table.Columns[sequence].Type}", path);
        int[] groupColumns = [.. fields.Groups.Select(table.IndexOf)];
        var keys = new string?[groupColumns.Length];
        foreach (var chunk in table.Chunks())
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < chunk.Rows; i++)
            {
                var row = chunk[i];
                var letters = row.Utf8(sequence).Trim(" \t"u8);
                if (letters.IsEmpty) throw new OmniException("OH1206", $"record {row.Record} has an empty sequence", row.Place);
                for (var g = 0; g < keys.Length; g++) keys[g] = Text(row[groupColumns[g]]);
                var name = (id is { } column ? Text(row[column]) : null) ?? row.Record.ToString(CultureInfo.InvariantCulture);
                records.Add(letters, new RecordName(name, chunk.File, row.Record, chunk.Line(i)), LabelOf(row, labels), keys);
            }
            progress?.Report(records.Count);
        }
    }

    /// <summary>Whether the sequences are proteins, judged by the first of them.</summary>
    public static bool IsProtein(AuditRecords records)
    {
        var letters = new LetterCounts();
        for (var r = 0; r < Math.Min(Sampled, records.Count); r++) letters.Add(System.Text.Encoding.ASCII.GetString(records.Sequences[r]));
        return letters.Molecule == Molecule.Protein;
    }

    /// <summary>The label of a row as text; several columns are one label.</summary>
    internal static string? LabelOf(TableRow row, IReadOnlyList<int> labels)
    {
        if (labels.Count == 0) return null;
        var keys = labels.Select(l => AuditRecords.KeyOf(ColumnLabels.Read(row.Chunk.Columns[l], row.Chunk.Data[l], row.Index, row.Place)))
            .ToArray();
        return keys.Length == 1 ? keys[0] : keys.All(k => k is null) ? null : string.Join('\t', keys);
    }

    private static string? Text(object? value) => value is null or "" ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
}
