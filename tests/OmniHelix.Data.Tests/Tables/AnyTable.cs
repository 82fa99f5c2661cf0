using System.Numerics;
using System.Text;
using CsCheck;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>
/// A table that CsCheck draws: columns of any types, nested two deep, and rows with missing values, empty and long texts of any Unicode,
/// and the extremes of every number. A value stands as it is stored: a number of its kind, a date as days, a moment as microseconds, a
/// decimal as its digits.
/// </summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows"><c>[rows][columns]</c>.</param>
internal sealed record AnyTable(IReadOnlyList<TableColumn> Columns, object?[][] Rows)
{
    private const int DeepestType = 2, MostColumns = 4, MostRows = 130, MostItems = 5;

    // Years 1 to 9999, to the day and to the microsecond.
    private const int FirstDay = -719_162, LastDay = 2_932_896;
    private const long DayMicroseconds = 86_400_000_000;
    private const long FirstMoment = FirstDay * DayMicroseconds, LastMoment = (LastDay + 1) * DayMicroseconds - 1;

    private static readonly TableKind[] PlainKinds =
        [.. Enum.GetValues<TableKind>().Where(k => k is not (TableKind.List or TableKind.Struct or TableKind.Decimal))];

    private static readonly Gen<TableType> PlainType = Gen.Frequency(
        (15, Gen.OneOf(PlainKinds).Select(k => new TableType(k))),
        (1, Gen.Int[1, 38].SelectMany(width => Gen.Int[0, width].Select(scale => TableType.DecimalOf(width, scale)))));

    private static readonly Gen<TableType> Type = Gen.Recursive<TableType>((depth, inner) => depth >= DeepestType
        ? PlainType
        : Gen.Frequency(
            (4, PlainType),
            (1, inner.Select(TableType.ListOf)),
            (1, inner.Array[1, 3].Select(fields => TableType.StructOf([.. fields.Select((f, i) => new TableColumn($"f{i}", f))])))));

    /// <summary>Text of any Unicode, or bases.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.Char["ACGTN"].Array[0, 200].Select(letters => new string(letters)),
        Gen.OneOf(Gen.Int[0, 0xD7FF], Gen.Int[0xE000, 0x10FFFF], Gen.OneOf(0, 0xFEFF, 0xFFFF, 0x10FFFF)).Array[0, 20]
            .Select(runes => string.Concat(runes.Select(char.ConvertFromUtf32))));

    /// <summary>Any table.</summary>
    public static Gen<AnyTable> Any { get; } =
        from types in Type.Array[1, MostColumns]
        let columns = types.Select((type, i) => new TableColumn($"c{i}", type)).ToArray()
        from rows in Row(columns).Array[0, MostRows]
        select new AnyTable(columns, rows);

    /// <summary>The table as a chunk of rows.</summary>
    public TableChunk Chunk()
    {
        ColumnBuilder[] builders = [.. Columns.Select(c => ColumnBuilder.For(c.Type))];
        foreach (var row in Rows)
            for (var i = 0; i < builders.Length; i++) Add(builders[i], row[i]);
        return new(Columns, [.. builders.Select(b => b.Take())], Rows.Length, "any table", 1, null);
    }

    /// <summary>Rows of chunks as values of that kind.</summary>
    public static IEnumerable<object?[]> RowsOf(IEnumerable<TableChunk> chunks) =>
        chunks.SelectMany(c => Enumerable.Range(0, c.Rows).Select(row => c.Data.Select(d => Stored(d, row)).ToArray()));

    /// <summary>A row as text, every bit of every number shown, to be compared with another.</summary>
    public static string Show(object? value) => value switch
    {
        null => "-",
        string text => $"\"{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}\"",
        byte[] bytes => Convert.ToHexString(bytes),
        object?[] items => $"[{string.Join(", ", items.Select(Show))}]",
        float number => $"{number:R} ({BitConverter.SingleToUInt32Bits(number):x8})",
        double number => $"{number:R} ({BitConverter.DoubleToUInt64Bits(number):x16})",
        _ => $"{value} {value.GetType().Name}",
    };

    public override string ToString()
    {
        var head = string.Join(", ", Columns.Select(c => $"{c.Name} {c.Type}"));
        return string.Join('\n', Rows.Select(Show).Prepend(head));
    }

    private static Gen<object?[]> Row(TableColumn[] columns) => columns.Aggregate(
        Gen.Const(Array.Empty<object?>()),
        (row, column) => Gen.Select(row, Value(column.Type), (values, next) => (object?[])[.. values, next]));

    // Every fifth value is missing.
    private static Gen<object?> Value(TableType type) => Gen.Frequency((1, Gen.Const((object?)null)), (4, Present(type)));

    private static Gen<object?> Present(TableType type) => type.Kind switch
    {
        TableKind.Boolean => Boxed(Gen.Bool),
        TableKind.Int8 => WithEnds(Gen.SByte),
        TableKind.Int16 => WithEnds(Gen.Short),
        TableKind.Int32 => WithEnds(Gen.Int),
        TableKind.Int64 => WithEnds(Gen.Long),
        TableKind.UInt8 => WithEnds(Gen.Byte),
        TableKind.UInt16 => WithEnds(Gen.UShort),
        TableKind.UInt32 => WithEnds(Gen.UInt),
        TableKind.UInt64 => WithEnds(Gen.ULong),
        TableKind.Float => Boxed(Gen.OneOf(Gen.Float, Gen.Float.Special)),
        TableKind.Double => Boxed(Gen.OneOf(Gen.Double, Gen.Double.Special)),
        TableKind.Decimal => Boxed(Digits(type.Width)),
        TableKind.Date => Boxed(Gen.OneOf(Gen.Int[FirstDay, LastDay], Gen.OneOf(FirstDay, LastDay))),
        TableKind.Timestamp => Boxed(Gen.OneOf(Gen.Long[FirstMoment, LastMoment], Gen.OneOf(FirstMoment, LastMoment))),
        TableKind.Bytes => Boxed(Gen.Byte.Array[0, 40]),
        TableKind.List => Boxed(Value(type.Element!).Array[0, MostItems]),
        TableKind.Struct => Boxed(Row([.. type.Fields])),
        _ => Boxed(Text),
    };

    private static Gen<object?> Boxed<T>(Gen<T> values) => values.Select(v => (object?)v);

    private static Gen<object?> WithEnds<T>(Gen<T> numbers) where T : IMinMaxValue<T> =>
        Boxed(Gen.Frequency((8, numbers), (1, Gen.OneOf(T.MinValue, T.MaxValue))));

    /// <summary>A whole number of at most so many digits.</summary>
    public static Gen<Int128> Digits(int width)
    {
        var end = Int128.One;
        for (var i = 0; i < width; i++) end *= 10;
        return Gen.OneOf(
            Gen.Select(Gen.ULong, Gen.ULong, (high, low) => (Int128)new UInt128(high, low) % end),
            Gen.OneOf(end - 1, 1 - end, Int128.Zero));
    }

    private static void Add(ColumnBuilder builder, object? value)
    {
        switch (builder, value)
        {
            case (_, null): builder.AddNull(); break;
            case (NumberBuilder numbers, Int128 digits): numbers.Add(digits); break;
            case (NumberBuilder numbers, int days) when builder.Type.Kind == TableKind.Date: numbers.Add(days); break;
            case (NumberBuilder numbers, long microseconds) when builder.Type.Kind == TableKind.Timestamp: numbers.Add(microseconds); break;
            case (ListBuilder lists, object?[] items):
                var start = lists.Items.Count;
                foreach (var item in items) Add(lists.Items, item);
                lists.Add(start);
                break;
            case (StructBuilder structs, object?[] fields):
                for (var i = 0; i < fields.Length; i++) Add(structs.Fields[i], fields[i]);
                structs.Add();
                break;
            default: builder.Add(value); break;
        }
    }

    private static object? Stored(ColumnData data, int row) => data switch
    {
        _ when data.IsNull(row) => null,
        NumberData numbers => Number(numbers, row),
        ListData lists => Items(lists, lists.Range(row)),
        StructData structs => structs.Fields.Select(f => Stored(f, row)).ToArray(),
        _ => data[row],
    };

    private static object?[] Items(ListData lists, (int Start, int Length) range) =>
        [.. Enumerable.Range(range.Start, range.Length).Select(i => Stored(lists.Items, i))];

    private static object Number(NumberData numbers, int row) => numbers.Type.Kind switch
    {
        TableKind.Boolean => numbers.As<byte>()[row] != 0,
        TableKind.Int8 => numbers.As<sbyte>()[row],
        TableKind.Int16 => numbers.As<short>()[row],
        TableKind.Int32 or TableKind.Date => numbers.As<int>()[row],
        TableKind.UInt8 => numbers.As<byte>()[row],
        TableKind.UInt16 => numbers.As<ushort>()[row],
        TableKind.UInt32 => numbers.As<uint>()[row],
        TableKind.UInt64 => numbers.As<ulong>()[row],
        TableKind.Float => numbers.As<float>()[row],
        TableKind.Double => numbers.As<double>()[row],
        TableKind.Decimal => numbers.As<Int128>()[row],
        _ => numbers.As<long>()[row],
    };
}
