using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables.Json;

namespace OmniHelix.Data.Tables.Delimited;

/// <summary>
/// CSV and TSV: quotes only where needed, lists and structs as JSON unless lists are asked for as printed arrays, a missing value as an
/// empty cell, which text cannot be told from.
/// </summary>
internal sealed class DelimitedWriter : TextTableWriter
{
    private readonly byte separator;
    private readonly CellLists lists;
    private readonly SearchValues<byte> special;
    private readonly StreamBuffer buffer;
    private readonly ArrayBufferWriter<byte> cell = new(1 << 10);

    public DelimitedWriter(TextTarget target, IReadOnlyList<TableColumn> columns, char separator, CellLists lists)
        : base(target, columns)
    {
        this.separator = (byte)separator;
        this.lists = lists;
        buffer = new StreamBuffer(Text);
        special = SearchValues.Create([(byte)separator, (byte)'"', (byte)'\r', (byte)'\n', 0]);
        for (var i = 0; i < columns.Count; i++) Cell(i, Encoding.UTF8.GetBytes(columns[i].Name), null, 0);
        EndRecord();
        buffer.Send();
    }

    private protected override void Write(TableChunk chunk)
    {
        for (var row = 0; row < chunk.Rows; row++)
        {
            for (var i = 0; i < chunk.Columns.Count; i++) Cell(i, Value(chunk, i, row), chunk, row);
            EndRecord();
        }
        buffer.Send();
    }

    protected override void End()
    {
    }

    private ReadOnlySpan<byte> Value(TableChunk chunk, int column, int row)
    {
        var data = chunk.Data[column];
        if (data.IsNull(row)) return [];
        cell.ResetWrittenCount();
        switch (data)
        {
            case TextData { Type.Kind: TableKind.Text } text: return text.Utf8(row);
            case TextData { Type.Kind: TableKind.Json } json:
                Encoding.UTF8.GetBytes((string)json[row]!, cell);
                return cell.WrittenSpan;
            case NumberData { Type.Kind: TableKind.Boolean } flag: return flag.Int64(row) != 0 ? "true"u8 : "false"u8;
            case NumberData { Type.Kind: TableKind.Date or TableKind.Timestamp } time:
                return Encoding.UTF8.GetBytes(
                    time[row] is DateTime moment ? JsonValueWriter.Time(moment) : ((DateOnly)time[row]!).ToString(
                        "yyyy-MM-dd", CultureInfo.InvariantCulture));
            case NumberData number:
                Encoding.UTF8.GetBytes(Convert.ToString(number[row], CultureInfo.InvariantCulture), cell);
                return cell.WrittenSpan;
            case ListData list when lists == CellLists.PrintedArrays && PrintedArray.Holds(list):
                Encoding.UTF8.GetBytes(PrintedArray.Text(list, row), cell);
                return cell.WrittenSpan;
            case ListData or StructData:
                using (var writer = new Utf8JsonWriter(cell, JsonValueWriter.Options)) JsonValueWriter.Write(writer, data, row, Place());
                return cell.WrittenSpan;
            default: throw JsonValueWriter.Impossible("bytes have", Place());
        }

        string Place() => PlaceOf(chunk, row, column);
    }

    private string PlaceOf(TableChunk? chunk, int row, int column) =>
        chunk is null ? $"the name of column {column + 1}" : $"{chunk[row].Place}, column {Columns[column].Name}";

    private void Cell(int column, ReadOnlySpan<byte> text, TableChunk? chunk, int row)
    {
        if (column > 0) buffer.Write([separator]);
        // A line that is empty would be passed over.
        var needsQuotes = text.ContainsAny(special) || text.IsEmpty && Columns.Count == 1 || column == 0 && text.StartsWith("\uFEFF"u8);
        if (!needsQuotes)
        {
            buffer.Write(text);
            return;
        }
        if (text.Contains((byte)0)) throw JsonValueWriter.Impossible("a NUL character has", PlaceOf(chunk, row, column));
        buffer.Write("\""u8);
        while (text.IndexOf((byte)'"') is var quote and >= 0)
        {
            buffer.Write(text[..(quote + 1)]);
            buffer.Write("\""u8);
            text = text[(quote + 1)..];
        }
        buffer.Write(text);
        buffer.Write("\""u8);
    }

    private void EndRecord() => buffer.Write("\n"u8);
}
