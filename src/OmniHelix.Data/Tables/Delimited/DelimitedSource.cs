using System.Buffers.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Data.Tables.Delimited;

/// <summary>Delimited text as a table.</summary>
internal sealed class DelimitedSource : ITableSource
{
    private readonly string path;
    private readonly byte separator;

    public DelimitedSource(string path, char separator, bool inferTypes)
    {
        this.path = path;
        this.separator = (byte)separator;
        using var reader = Open();
        var types = inferTypes ? Infer(reader) : [.. reader.Header.Select(_ => TableType.Text)];
        Columns = [.. reader.Header.Select((name, i) => new TableColumn(name, types[i]))];
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public long? RowCount => null;

    public IEnumerable<TableChunk> Read(IReadOnlyList<int> columns)
    {
        using var reader = Open();
        if (!reader.Header.SequenceEqual(Columns.Select(c => c.Name))) throw TableColumns.Changed(path);
        var builder = new ChunkBuilder([.. columns.Select(i => Columns[i])], path);
        while (reader.Read())
        {
            for (var i = 0; i < columns.Count; i++) Add(builder.Builders[i], reader[columns[i]]);
            builder.EndRow(reader.Line);
            if (builder.IsFull) yield return builder.Take();
        }
        if (builder.Rows > 0) yield return builder.Take();
    }

    private DelimitedReader Open() => new(CompressedInput.Open(path), path, separator);

    private void Add(ColumnBuilder builder, ReadOnlySpan<byte> cell)
    {
        switch (builder)
        {
            case TextBuilder text:
                text.Add(cell);
                break;
            case NumberBuilder { Type.Kind: TableKind.Int64 } integers:
                integers.Add(IsInteger(cell, out var integer) ? integer : throw TableColumns.Changed(path));
                break;
            case NumberBuilder numbers:
                numbers.Add(IsNumber(cell, out var number) ? number : throw TableColumns.Changed(path));
                break;
        }
    }

    private static TableType[] Infer(DelimitedReader reader)
    {
        var columns = new (bool IsInteger, bool IsNumber)[reader.Header.Count];
        Array.Fill(columns, (true, true));
        var rows = 0L;
        for (; reader.Read(); rows++)
            for (var i = 0; i < columns.Length; i++)
                columns[i] = (columns[i].IsInteger && IsInteger(reader[i], out _), columns[i].IsNumber && IsNumber(reader[i], out _));
        return
        [
            .. columns.Select(
                column => rows > 0 && column.IsInteger ? TableType.Int64 : rows > 0 && column.IsNumber ? TableType.Double : TableType.Text),
        ];
    }

    // Only what is written back as it stood: no plus, no leading zeros.
    private static bool IsInteger(ReadOnlySpan<byte> cell, out long value)
    {
        Span<byte> written = stackalloc byte[20];
        return Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length
            && Utf8Formatter.TryFormat(value, written, out var length) && written[..length].SequenceEqual(cell);
    }

    // Only what double precision holds as it stood: no number of more digits, and none that becomes 0 or infinite.
    private static bool IsNumber(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        var digits = cell.StartsWith("-"u8) ? cell[1..] : cell;
        if (digits.IsEmpty || !char.IsAsciiDigit((char)digits[0]) || digits is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..]) return false;
        return DecimalText.TryDouble(cell, out value);
    }
}
