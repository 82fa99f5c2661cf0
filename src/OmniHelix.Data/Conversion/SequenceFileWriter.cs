using System.Buffers;
using System.Globalization;
using System.Text;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Conversion;

/// <summary>Writes FASTA, FASTQ or one sequence a line from columns called id, description, sequence and quality, one line a sequence. Records without an id get their number.</summary>
internal sealed class SequenceFileWriter : TextTableWriter
{
    private readonly RecordFormat format;
    private readonly int id, description, sequence, quality;
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 16);
    private long record;

    public SequenceFileWriter(string path, IReadOnlyList<TableColumn> columns, RecordFormat format) : base(path, columns)
    {
        this.format = format;
        (id, description, sequence, quality) = (Find(SequenceSource.Id), Find(SequenceSource.Description), Find(SequenceSource.Sequence), Find(SequenceSource.Quality));

        int Find(string name)
        {
            for (var i = 0; i < columns.Count; i++)
                if (columns[i].Name == name) return i;
            return -1;
        }
    }

    /// <summary>The columns a form holds.</summary>
    public static IReadOnlyList<string> ColumnsOf(RecordFormat format) => [.. new SequenceSource("", format).Columns.Select(c => c.Name)];

    /// <summary>Refuses columns that the form cannot hold, or that it needs and that are not there.</summary>
    /// <exception cref="OmniException">OH1640 columns without a place; OH1641 a column is needed.</exception>
    public static void Check(string path, IReadOnlyList<TableColumn> columns, RecordFormat format)
    {
        var places = ColumnsOf(format);
        string[] without = [.. columns.Select(c => c.Name).Except(places)];
        if (without.Length > 0)
            throw new OmniException("OH1640", $"{Name(format)} has no place for the column{(without.Length > 1 ? "s" : "")} {string.Join(", ", without)}", path, "Drop them on purpose, put them into the description, or write a table (.csv, .jsonl, .parquet).");
        foreach (var needed in format == RecordFormat.Fastq ? new[] { SequenceSource.Sequence, SequenceSource.Quality } : [SequenceSource.Sequence])
            if (!columns.Any(c => c.Name == needed)) throw new OmniException("OH1641", $"{Name(format)} needs a column {needed}; the columns present are {string.Join(", ", columns.Select(c => c.Name))}", path);
        foreach (var column in columns)
            if (column.Type.Kind != TableKind.Text && column.Name != SequenceSource.Id) throw new OmniException("OH1640", $"the column {column.Name} is not text, but {column.Type}", path);
    }

    private protected override void Write(TableChunk chunk)
    {
        for (var row = 0; row < chunk.Rows; row++)
        {
            record++;
            if (format != RecordFormat.Text) Header(chunk, row);
            Letters(chunk, row, sequence, "sequence");
            if (format == RecordFormat.Fastq)
            {
                buffer.Write("+\n"u8);
                if (((TextData)chunk.Data[quality]).Utf8(row).Length != ((TextData)chunk.Data[sequence]).Utf8(row).Length)
                    throw new OmniException("OH1113", $"record {record}: sequence and qualities differ in length", chunk[row].Place);
                Letters(chunk, row, quality, "quality");
            }
            if (buffer.WrittenCount > 1 << 20) Send();
        }
        Send();
    }

    protected override void End()
    {
    }

    private void Header(TableChunk chunk, int row)
    {
        buffer.Write(format == RecordFormat.Fasta ? ">"u8 : "@"u8);
        var name = id < 0 || chunk.Data[id].IsNull(row) ? "" : Convert.ToString(chunk.Data[id][row], CultureInfo.InvariantCulture)!;
        Text(chunk, row, name.Length == 0 ? record.ToString(CultureInfo.InvariantCulture) : name);
        if (description >= 0 && !chunk.Data[description].IsNull(row))
        {
            buffer.Write(" "u8);
            Text(chunk, row, (string)chunk.Data[description][row]!);
        }
        buffer.Write("\n"u8);
    }

    private void Text(TableChunk chunk, int row, string text)
    {
        if (text.AsSpan().ContainsAny('\n', '\r', '\0')) throw new OmniException("OH1103", $"record {record}: the name has a line break or NUL, which no header can hold", chunk[row].Place);
        Encoding.UTF8.GetBytes(text, buffer);
    }

    private void Letters(TableChunk chunk, int row, int column, string what)
    {
        var letters = ((TextData)chunk.Data[column]).Utf8(row).Trim(" \t"u8);
        if (letters.IsEmpty) throw new OmniException("OH1206", $"record {record} has no {what}", chunk[row].Place);
        if (letters.IndexOfAnyExceptInRange((byte)'!', (byte)'~') is var bad and >= 0 || (format != RecordFormat.Text && what == "sequence" && (bad = letters.IndexOf((byte)'>')) >= 0))
            throw new OmniException("OH1103", $"record {record}: byte 0x{letters[bad]:X2} cannot be part of a {what}", chunk[row].Place);
        buffer.Write(letters);
        buffer.Write("\n"u8);
    }

    private void Send()
    {
        Send(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }

    private static string Name(RecordFormat format) => format switch
    {
        RecordFormat.Fasta => "FASTA",
        RecordFormat.Fastq => "FASTQ",
        _ => "a file of one sequence a line",
    };
}
