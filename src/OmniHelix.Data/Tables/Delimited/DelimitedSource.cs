using System.Buffers.Text;
using System.Globalization;
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
        var types = new TableType[reader.Header.Count];
        Array.Fill(types, TableType.Int64);
        var rows = 0L;
        for (; reader.Read(); rows++)
            for (var i = 0; i < types.Length; i++)
            {
                if (types[i].Kind == TableKind.Int64 && !IsInteger(reader[i], out _)) types[i] = TableType.Double;
                if (types[i].Kind == TableKind.Double && !IsNumber(reader[i], out _)) types[i] = TableType.Text;
            }
        return rows == 0 ? [.. types.Select(_ => TableType.Text)] : types;
    }

    // Only what is written back as it stood: no plus, no leading zeros.
    private static bool IsInteger(ReadOnlySpan<byte> cell, out long value)
    {
        Span<byte> written = stackalloc byte[20];
        return Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length
            && Utf8Formatter.TryFormat(value, written, out var length) && written[..length].SequenceEqual(cell);
    }

    private static bool IsNumber(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        var digits = cell.StartsWith("-"u8) ? cell[1..] : cell;
        if (digits.IsEmpty || !char.IsAsciiDigit((char)digits[0]) || digits is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..]) return false;
        return double.TryParse(
            cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out value) && double.IsFinite(value);
    }
}
