using System.Globalization;
using OmniHelix.Data.Columns;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Tables.SequenceFiles;

/// <summary>
/// FASTA, FASTQ and one sequence a line as a table: <c>id</c>, <c>description</c> (missing where there is none), <c>sequence</c> and, for
/// FASTQ, <c>quality</c>.
/// </summary>
internal sealed class SequenceSource(string path, FileKind kind) : ITableSource
{
    public const string Id = "id", Description = "description", Sequence = "sequence", Quality = "quality";

    public IReadOnlyList<TableColumn> Columns { get; } = [.. ColumnsOf(kind).Select(name => new TableColumn(name, TableType.Text))];

    public long? RowCount => null;

    /// <summary>The columns that files of a kind have.</summary>
    public static IReadOnlyList<string> ColumnsOf(FileKind kind) =>
        kind == SequenceFileKinds.Fasta ? [Id, Description, Sequence]
        : kind == SequenceFileKinds.Fastq ? [Id, Description, Sequence, Quality]
        : [Sequence];

    public IEnumerable<TableChunk> Read(IReadOnlyList<int> columns) =>
        kind == SequenceFileKinds.Fasta ? ReadFasta(columns)
        : kind == SequenceFileKinds.Fastq ? ReadFastq(columns)
        : ReadLines(columns);

    private IEnumerable<TableChunk> ReadFasta(IReadOnlyList<int> columns)
    {
        using var reader = FastaReader.Open(path);
        var builder = Builder(columns);
        while (reader.TryRead())
        {
            Add(builder, columns, reader.Name, reader.Description, reader.Sequence, []);
            builder.EndRow(reader.LineNumber);
            if (builder.IsFull) yield return builder.Take();
        }
        if (builder.Rows > 0) yield return builder.Take();
    }

    private IEnumerable<TableChunk> ReadFastq(IReadOnlyList<int> columns)
    {
        using var reader = FastqReader.Open(path);
        var builder = Builder(columns);
        while (reader.TryRead())
        {
            Add(builder, columns, reader.Name, reader.Description, reader.Sequence, reader.Quality);
            builder.EndRow(reader.LineNumber);
            if (builder.IsFull) yield return builder.Take();
        }
        if (builder.Rows > 0) yield return builder.Take();
    }

    private IEnumerable<TableChunk> ReadLines(IReadOnlyList<int> columns)
    {
        var builder = Builder(columns);
        long record = 0;
        foreach (var (sequence, line) in SequenceLines.Read(CompressedInput.Open(path), path))
        {
            record++;
            SequenceLines.Check(sequence, $"{path}:{line}");
            SequenceLetters.Check(sequence, record, record.ToString(CultureInfo.InvariantCulture), $"{path}:{line}");
            foreach (var text in builder.Builders) text.Add(sequence);
            builder.EndRow(line);
            if (builder.IsFull) yield return builder.Take();
        }
        if (record == 0) throw new OmniException("OH1005", "is empty: no record", path);
        if (builder.Rows > 0) yield return builder.Take();
    }

    private ChunkBuilder Builder(IReadOnlyList<int> columns) => new([.. columns.Select(i => Columns[i])], path);

    private static void Add(
        ChunkBuilder builder, IReadOnlyList<int> columns, string id, string description, ReadOnlySpan<byte> sequence,
        ReadOnlySpan<byte> quality)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var text = (TextBuilder)builder.Builders[i];
            switch (columns[i])
            {
                case 0: text.Add((object)id); break;
                case 1: text.Add(description.Length == 0 ? null : (object)description); break;
                case 2: text.Add(sequence); break;
                default: text.Add(quality); break;
            }
        }
    }
}
