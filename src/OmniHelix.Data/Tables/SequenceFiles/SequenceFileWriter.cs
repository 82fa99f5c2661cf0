using System.Globalization;
using OmniHelix.Data.Columns;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Tables.SequenceFiles;

/// <summary>
/// Writes FASTA, FASTQ or one sequence a line from columns called id, description, sequence and quality, one line a sequence. Records
/// without an id get their number.
/// </summary>
internal sealed class SequenceFileWriter : TextTableWriter
{
    private readonly int id, description, sequence, quality;
    private readonly FastaWriter? fasta;
    private readonly FastqWriter? fastq;
    private long record;

    public SequenceFileWriter(TextTarget target, IReadOnlyList<TableColumn> columns, FileKind kind)
        : base(target, Checked(target.Name, columns, kind))
    {
        id = Find(SequenceSource.Id);
        description = Find(SequenceSource.Description);
        sequence = Find(SequenceSource.Sequence);
        quality = Find(SequenceSource.Quality);
        if (kind == SequenceFileKinds.Fasta) fasta = new FastaWriter(Text, lineWidth: 0, leaveOpen: true);
        if (kind == SequenceFileKinds.Fastq) fastq = new FastqWriter(Text, leaveOpen: true);

        int Find(string name)
        {
            for (var i = 0; i < columns.Count; i++)
                if (columns[i].Name == name) return i;
            return -1;
        }
    }

    /// <summary>Whether files of a kind are written by this.</summary>
    public static bool Writes(FileKind kind) =>
        kind == SequenceFileKinds.Fasta || kind == SequenceFileKinds.Fastq || kind == SequenceFileKinds.Lines;

    private protected override void Write(TableChunk chunk)
    {
        for (var row = 0; row < chunk.Rows; row++)
        {
            record++;
            var letters = ((TextData)chunk.Data[sequence]).Utf8(row).Trim(" \t"u8);
            // A read of no bases, which trimming leaves, has a place in FASTQ only.
            if (letters.IsEmpty && fastq is null)
                throw new OmniException(
                    "OH1206", FormattableString.Invariant($"record {record} has an empty sequence"), chunk[row].Place,
                    "Leave such records out on purpose, or write a table or FASTQ.");
            if (fasta is not null) fasta.Write(Header(chunk, row), letters);
            else if (fastq is not null) fastq.Write(Header(chunk, row), letters, ((TextData)chunk.Data[quality]).Utf8(row));
            else Line(letters, chunk[row].Place);
        }
    }

    protected override void End()
    {
        fasta?.Dispose();
        fastq?.Dispose();
    }

    private string Header(TableChunk chunk, int row)
    {
        var name = id < 0 || chunk.Data[id].IsNull(row) ? "" : Convert.ToString(chunk.Data[id][row], CultureInfo.InvariantCulture)!;
        if (name.Length == 0) name = record.ToString(CultureInfo.InvariantCulture);
        return description >= 0 && chunk.Data[description][row] is string { Length: > 0 } text ? $"{name} {text}" : name;
    }

    private void Line(ReadOnlySpan<byte> letters, string place)
    {
        if (letters.IndexOfAnyExceptInRange((byte)'!', (byte)'~') is var bad and >= 0)
            throw new OmniException(
                "OH1103", FormattableString.Invariant($"record {record}: byte 0x{letters[bad]:X2} cannot be part of a sequence"), place);
        Text.Write(letters);
        Text.WriteByte((byte)'\n');
    }

    private static IReadOnlyList<TableColumn> Checked(string path, IReadOnlyList<TableColumn> columns, FileKind kind)
    {
        var places = SequenceSource.ColumnsOf(kind);
        var name = kind == SequenceFileKinds.Lines ? "a file of one sequence a line" : kind.Name;
        string[] without = [.. columns.Select(c => c.Name).Except(places)];
        if (without.Length > 0)
            throw new OmniException(
                "OH1640", $"{name} has no place for the column{(without.Length > 1 ? "s" : "")} {string.Join(", ", without)}", path,
                "Drop them on purpose, put them into the description, or write a table (.csv, .jsonl, .parquet).");
        foreach (
            var needed in kind == SequenceFileKinds.Fastq
                ? new[] { SequenceSource.Sequence, SequenceSource.Quality }
                : [SequenceSource.Sequence])
            if (!columns.Any(c => c.Name == needed))
                throw new OmniException(
                    "OH1641", $"{name} needs a column {needed}; the columns present are {string.Join(", ", columns.Select(c => c.Name))}",
                    path);
        foreach (var column in columns)
            if (column.Type.Kind != TableKind.Text && column.Name != SequenceSource.Id)
                throw new OmniException("OH1640", $"the column {column.Name} is not text, but {column.Type}", path);
        return columns;
    }
}
