using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>The schema of an Arrow file (Schema.fbs of format version 1.5).</summary>
/// <param name="Fields">Columns as they are stored.</param>
/// <param name="Columns">Columns of the table.</param>
internal sealed record ArrowSchema(IReadOnlyList<ArrowField> Fields, IReadOnlyList<TableColumn> Columns)
{
    private const int DeepestType = 64;

    /// <summary>The value field of every dictionary.</summary>
    public Dictionary<long, ArrowField> Dictionaries { get; } = [];

    public static ArrowSchema Read(FlatTable table)
    {
        var path = table.Buffer.Path;
        if (table.Int16(0) != 0)
        {
            const string message = "the Arrow file has big-endian numbers, which are not read";
            throw ArrowErrors.NotRead(path, message, "Write it again on a little-endian machine.");
        }
        ArrowField[] fields = [.. table.Tables(1).Select(f => Field(f, 0))];
        if (fields.Length == 0) throw table.Broken($"it has no column");
        TableColumns.RefuseDuplicates([.. fields.Select(f => f.Name)], path);
        var classes = ClassNames(table);
        TableColumn[] columns =
            [.. fields.Select(f => new TableColumn(f.Name, f.Type) { ClassNames = classes.GetValueOrDefault(f.Name) })];
        var schema = new ArrowSchema(fields, columns);
        foreach (var field in fields) schema.Register(field, table);
        return schema;
    }

    private static Dictionary<string, IReadOnlyList<string>> ClassNames(FlatTable table)
    {
        foreach (var entry in table.Tables(2))
            if (entry.Text(0) == HuggingFaceFeatures.Key) return HuggingFaceFeatures.ClassNames(entry.Text(1) ?? "");
        return [];
    }

    private void Register(ArrowField field, FlatTable table)
    {
        foreach (var child in field.Children) Register(child, table);
        if (field.Index is not { } index) return;
        if (!Dictionaries.TryAdd(index.Dictionary, field.Values) && Dictionaries[index.Dictionary].Type != field.Type)
            throw table.Broken($"columns of different types have the same dictionary {index.Dictionary}");
    }

    private static ArrowField Field(FlatTable table, int depth)
    {
        if (depth > DeepestType) throw table.Broken($"its types are nested more than {DeepestType} deep");
        var name = table.Text(0) ?? "";
        var type = table.Table(3) ?? throw table.Broken($"the column '{name}' has no type");
        ArrowField[] children = [.. table.Tables(5).Select(c => Field(c, depth + 1))];
        var field = Of(name, (ArrowType)table.Byte(2), type, children);
        return table.Table(4) is { } encoding ? field with { Index = Index(encoding, name) } : field;
    }

    private static ArrowIndex Index(FlatTable encoding, string name)
    {
        if (encoding.Table(1) is not { } type) return new(encoding.Int64(0), 4, true);
        var width = type.Int32(0);
        return width is 8 or 16 or 32 or 64
            ? new(encoding.Int64(0), width / 8, type.Byte(1) != 0)
            : throw type.Broken($"the numbers of the dictionary of '{name}' have {width} bits");
    }

    private static ArrowField Of(string name, ArrowType kind, FlatTable type, ArrowField[] children) => kind switch
    {
        ArrowType.Null => new(name, ArrowLayout.Null, TableType.Text),
        ArrowType.Int => new(name, ArrowLayout.Fixed, Integer(type, name), type.Int32(0) / 8),
        ArrowType.FloatingPoint => Floating(name, type),
        ArrowType.Bool => new(name, ArrowLayout.Boolean, TableType.Boolean),
        ArrowType.Decimal => Decimal(name, type),
        ArrowType.Date => Date(name, type),
        ArrowType.Time => Time(name, type),
        ArrowType.Timestamp => Moment(name, type),
        ArrowType.Utf8 => new(name, ArrowLayout.Text, TableType.Text),
        ArrowType.LargeUtf8 => new(name, ArrowLayout.LargeText, TableType.Text),
        ArrowType.Utf8View => new(name, ArrowLayout.View, TableType.Text),
        ArrowType.Binary => new(name, ArrowLayout.Text, new TableType(TableKind.Bytes)),
        ArrowType.LargeBinary => new(name, ArrowLayout.LargeText, new TableType(TableKind.Bytes)),
        ArrowType.BinaryView => new(name, ArrowLayout.View, new TableType(TableKind.Bytes)),
        ArrowType.FixedSizeBinary => new(name, ArrowLayout.FixedBytes, new TableType(TableKind.Bytes), Width(type, name)),
        ArrowType.List or ArrowType.Map => List(name, ArrowLayout.List, type, children),
        ArrowType.LargeList => List(name, ArrowLayout.LargeList, type, children),
        ArrowType.FixedSizeList => List(name, ArrowLayout.FixedList, type, children) with { Width = Width(type, name) },
        ArrowType.Struct => Struct(name, type, children),
        ArrowType.Interval => throw NotRead(type, name, "an interval"),
        ArrowType.Union => throw NotRead(type, name, "a union"),
        ArrowType.Duration => throw NotRead(type, name, "a duration"),
        ArrowType.RunEndEncoded => throw NotRead(type, name, "run-end encoded"),
        ArrowType.ListView or ArrowType.LargeListView => throw NotRead(type, name, "a view of lists"),
        _ => throw type.Broken($"the column '{name}' is of the unknown type {(byte)kind}"),
    };

    private static TableType Integer(FlatTable type, string name) => new((type.Int32(0), type.Byte(1) != 0) switch
    {
        (8, true) => TableKind.Int8,
        (16, true) => TableKind.Int16,
        (32, true) => TableKind.Int32,
        (64, true) => TableKind.Int64,
        (8, false) => TableKind.UInt8,
        (16, false) => TableKind.UInt16,
        (32, false) => TableKind.UInt32,
        (64, false) => TableKind.UInt64,
        var (bits, _) => throw type.Broken($"the column '{name}' has whole numbers of {bits} bits"),
    });

    private static ArrowField Floating(string name, FlatTable type) => type.Int16(0) switch
    {
        0 => new(name, ArrowLayout.Fixed, new TableType(TableKind.Float), 2) { Number = ArrowNumber.Half },
        1 => new(name, ArrowLayout.Fixed, new TableType(TableKind.Float), 4),
        2 => new(name, ArrowLayout.Fixed, TableType.Double, 8),
        var precision => throw type.Broken($"the column '{name}' has numbers of the unknown precision {precision}"),
    };

    private static ArrowField Decimal(string name, FlatTable type)
    {
        var width = type.Int32(0);
        var scale = type.Int32(1);
        var bits = type.Int32(2, 128);
        if (bits == 128 && width is >= 1 and <= 38 && scale >= 0 && scale <= width)
            return new(name, ArrowLayout.Fixed, TableType.DecimalOf(width, scale), 16);
        var digits = FormattableString.Invariant($"{width} digits, {scale} of them behind the point");
        throw NotRead(type, name, FormattableString.Invariant($"a decimal of {bits} bits with {digits}"));
    }

    private static ArrowField Date(string name, FlatTable type) => type.Int16(0, 1) == 0
        ? new(name, ArrowLayout.Fixed, new TableType(TableKind.Date), 4)
        : new(name, ArrowLayout.Fixed, new TableType(TableKind.Date), 8) { Number = ArrowNumber.DateMilliseconds };

    private static ArrowField Time(string name, FlatTable type)
    {
        var unit = UnitsPerSecond(type, 1);
        return new(name, ArrowLayout.Fixed, TableType.Text, unit > 1000 ? 8 : 4) { Number = ArrowNumber.TimeOfDay, UnitsPerSecond = unit };
    }

    private static ArrowField Moment(string name, FlatTable type)
    {
        var unit = UnitsPerSecond(type, 0);
        var column = unit > 1_000_000 ? TableType.Text : new TableType(TableKind.Timestamp);
        return new(name, ArrowLayout.Fixed, column, 8) { Number = ArrowNumber.Moment, UnitsPerSecond = unit };
    }

    private static ArrowField List(string name, ArrowLayout layout, FlatTable type, ArrowField[] children) => children.Length == 1
        ? new(name, layout, TableType.ListOf(children[0].Type)) { Children = children }
        : throw type.Broken($"the list '{name}' has {children.Length} kinds of values");

    private static ArrowField Struct(string name, FlatTable type, ArrowField[] children)
    {
        if (children.Length == 0) throw NotRead(type, name, "a struct without fields");
        TableColumns.RefuseDuplicates([.. children.Select(c => c.Name)], $"{type.Buffer.Path}, column '{name}'");
        var fields = TableType.StructOf([.. children.Select(c => new TableColumn(c.Name, c.Type))]);
        return new(name, ArrowLayout.Struct, fields) { Children = children };
    }

    private static int Width(FlatTable type, string name)
    {
        var width = type.Int32(0);
        return width >= 0 ? width : throw type.Broken($"the values of '{name}' have the width {width}");
    }

    private static long UnitsPerSecond(FlatTable type, short absent) => type.Int16(0, absent) switch
    {
        0 => 1,
        1 => 1000,
        2 => 1_000_000,
        3 => 1_000_000_000,
        var unit => throw type.Broken($"the unknown unit of time {unit}"),
    };

    private static OmniException NotRead(FlatTable type, string name, string what) =>
        ArrowErrors.NotRead(type.Buffer.Path, $"the column '{name}' is {what}, which is not read", "Convert or leave out the column.");
}
