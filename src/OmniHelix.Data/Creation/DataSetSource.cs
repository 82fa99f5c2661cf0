using System.Globalization;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Conversion;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Creation;

/// <summary>A sequence that a new data set is made from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sequence">Its letters.</param>
/// <param name="Label">Its class; null without one.</param>
/// <param name="Group">What it must stay together with: its chromosome; null for nothing but itself.</param>
/// <param name="Place">Where it comes from.</param>
public sealed record SourceSequence(string Name, string Sequence, string? Label, string? Group, string Place)
{
    /// <summary>Values of <see cref="DataSetSource.OtherColumns"/>, as many.</summary>
    public IReadOnlyList<object?> Others { get; init; } = [];
}

/// <summary>Where the sequences of a new data set come from; read twice.</summary>
/// <param name="Read">Streams the sequences, the same ones each time.</param>
/// <param name="Classes">Names of the classes in the order of their numbers; null for those that occur, by name.</param>
/// <param name="GroupName">What the groups are, such as chromosome; null without groups.</param>
public sealed record DataSetSource(Func<IEnumerable<SourceSequence>> Read, IReadOnlyList<string>? Classes, string? GroupName)
{
    /// <summary>The files that are read.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Further columns, which every record keeps that comes from a row.</summary>
    public IReadOnlyList<TableColumn> OtherColumns { get; init; } = [];

    /// <summary>Names of columns of the source that its records do not have.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>One file of sequences for each class.</summary>
    /// <param name="files">Class and file (or pattern); a class may have several.</param>
    /// <exception cref="UsageException">OH1650: no file.</exception>
    /// <exception cref="OmniException">While reading OH1005: a file without sequences.</exception>
    public static DataSetSource OfClasses(IReadOnlyList<(string Label, string Path)> files)
    {
        if (files.Count == 0) throw new UsageException("OH1650", "no file of sequences is named");
        return new DataSetSource(
            () => files.SelectMany(
                f => NonEmpty(NamedSequences.Read(f.Path), f.Path)
                    .Select(s => new SourceSequence(s.Name, s.Sequence, f.Label, null, s.Place))),
            [.. files.Select(f => f.Label).Distinct(StringComparer.Ordinal)], null)
        {
            Files = [.. files.SelectMany(f => TableFiles.Expand(f.Path))],
        };
    }

    /// <summary>
    /// A table with a column of labels; of several files, those a pattern matches. Its other columns are kept, but for one without a name,
    /// which numbers rows, and for those of FASTA and FASTQ, which belong to whole sequences.
    /// </summary>
    /// <param name="path">Table.</param>
    /// <param name="fields">Columns; at most one group.</param>
    /// <param name="id">Column of the names; null takes the usual ones.</param>
    /// <exception cref="UsageException">OH1650: several group columns.</exception>
    /// <exception cref="OmniException">OH1203: no such column; what reading reports.</exception>
    public static DataSetSource OfTable(string path, AuditFields fields, string? id = null)
    {
        if (fields.Groups.Count > 1)
            throw new UsageException("OH1650", "a new data set has one group column", string.Join(", ", fields.Groups));
        var table = Table.Open(path);
        var (sequence, labels, usualId) = table.Fields(new RecordOptions { SequenceField = fields.Sequence, LabelFields = fields.Labels });
        if (table.Columns[sequence].Type.Kind != TableKind.Text)
            throw new OmniException(
                "OH1205", $"the column '{table.Columns[sequence].Name}' is not text, but {table.Columns[sequence].Type}", path);
        var name = id is null ? usualId : table.IndexOf(id);
        var group = fields.Groups is [var column] ? table.IndexOf(column) : -1;
        int[] used = [sequence, .. labels, name ?? sequence, group];
        int[] others = [.. Enumerable.Range(0, table.Columns.Count).Except(used)];
        var isOfSequences = table.Kind == SequenceFileKinds.Fasta || table.Kind == SequenceFileKinds.Fastq;
        int[] kept = [.. others.Where(i => !isOfSequences && table.Columns[i].Name.Length > 0)];
        return new DataSetSource(Read, null, group < 0 ? null : table.Columns[group].Name)
        {
            Files = table.Files,
            OtherColumns = [.. kept.Select(i => table.Columns[i])],
            LeftOut = [.. others.Except(kept).Select(i => table.Columns[i].Name)],
        };

        IEnumerable<SourceSequence> Read()
        {
            foreach (var row in table.Rows())
            {
                var letters = Encoding.UTF8.GetString(row.Utf8(sequence)).Trim();
                if (letters.Length == 0) throw new OmniException("OH1206", $"record {row.Record} has an empty sequence", row.Place);
                yield return new SourceSequence(
                    (name is { } at ? Text(row[at]) : null) ?? row.Record.ToString(CultureInfo.InvariantCulture), letters,
                    Label(row), group < 0 ? null : Text(row[group]), row.Place)
                {
                    Others = [.. kept.Select(i => row[i])],
                };
            }
        }

        string? Label(TableRow row) => TypedRecords.LabelOf(row, labels)?.ToText();

        static string? Text(object? value) => value is null or "" ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<NamedSequence> NonEmpty(IEnumerable<NamedSequence> sequences, string path)
    {
        var any = false;
        foreach (var sequence in sequences)
        {
            any = true;
            yield return sequence;
        }
        if (!any) throw new OmniException("OH1005", "is empty: no sequence", path);
    }
}
