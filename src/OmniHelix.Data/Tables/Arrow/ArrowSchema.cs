
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
        if (table.Int16(0) != 0) throw ArrowErrors.NotRead(path, "the Arrow file has big-endian numbers, which are not read", "Write it again on a little-endian machine.");
        var fields = table.Tables(1).Select(f => Field(f, 0)).ToArray();
        if (fields.Length == 0) throw table.Buffer.Broken(table.At, "it has no column");
        TableColumns.RefuseDuplicates([.. fields.Select(f => f.Name)], path);
        var classes = table.Tables(2).FirstOrDefault(e => e.Text(0) == HuggingFaceFeatures.Key) is { At: > 0 } entry ? HuggingFaceFeatures.ClassNames(entry.Text(1) ?? "") : [];
        var schema = new ArrowSchema(fields, [.. fields.Select(f => new TableColumn(f.Name, f.Type) { ClassNames = classes.GetValueOrDefault(f.Name) })]);
        foreach (var field in fields) schema.Register(field, table);
        return schema;
    }

    private void Register(ArrowField field, FlatTable table)
    {
        foreach (var child in field.Children) Register(child, table);
        if (field.Index is not { } index) return;
        if (!Dictionaries.TryAdd(index.Dictionary, field.Values) && Dictionaries[index.Dictionary].Type != field.Type)
            throw table.Buffer.Broken(table.At, FormattableString.Invariant($"columns of different types have the same dictionary {index.Dictionary}"));
    }

    private static ArrowField Field(FlatTable table, int depth)
    {
        if (depth > DeepestType) throw table.Buffer.Broken(table.At, FormattableString.Invariant($"its types are nested more than {DeepestType} deep"));
        var name = table.Text(0) ?? "";
        var type = table.Table(3) ?? throw table.Buffer.Broken(table.At, $"the column '{name}' has no type");
        ArrowField[] children = [.. table.Tables(5).Select(c => Field(c, depth + 1))];
        var field = Of(name, table.Byte(2), type, children);
        return table.Table(4) is { } encoding ? field with { Index = Index(encoding, name) } : field;
    }

    private static ArrowIndex Index(FlatTable encoding, string name)
    {
        if (encoding.Table(1) is not { } type) return new(encoding.Int64(0), 4, true);
        var width = type.Int32(0);
        return width is 8 or 16 or 32 or 64 ? new(encoding.Int64(0), width / 8, type.Byte(1) != 0) : throw type.Buffer.Broken(type.At, $"the numbers of the dictionary of '{name}' have {width} bits");
    }

    private static ArrowField Of(string name, byte kind, FlatTable type, ArrowField[] children) => kind switch
    {
        1 => new(name, ArrowLayout.Null, TableType.Text),
        2 => new(name, ArrowLayout.Fixed, Integer(type, name), type.Int32(0) / 8),
        3 => Floating(name, type),
        4 => new(name, ArrowLayout.Text, new TableType(TableKind.Bytes)),
        5 => new(name, ArrowLayout.Text, TableType.Text),
        6 => new(name, ArrowLayout.Boolean, TableType.Boolean),
        7 => Decimal(name, type),
        8 => type.Int16(0, 1) == 0 ? new(name, ArrowLayout.Fixed, new TableType(TableKind.Date), 4) : new(name, ArrowLayout.Fixed, new TableType(TableKind.Date), 8) { Number = ArrowNumber.DateMilliseconds },
        9 => new(name, ArrowLayout.Fixed, TableType.Text, Unit(type, 1) > 1000 ? 8 : 4) { Number = ArrowNumber.TimeOfDay, UnitsPerSecond = Unit(type, 1) },
        10 => new(name, ArrowLayout.Fixed, Unit(type, 0) > 1_000_000 ? TableType.Text : new TableType(TableKind.Timestamp), 8) { Number = ArrowNumber.Moment, UnitsPerSecond = Unit(type, 0) },
        12 or 17 => new(name, ArrowLayout.List, TableType.ListOf(Only(children, name, type).Type)) { Children = children },
        13 => Struct(name, type, children),
        15 => new(name, ArrowLayout.FixedBytes, new TableType(TableKind.Bytes), Width(type, name)),
        16 => new(name, ArrowLayout.FixedList, TableType.ListOf(Only(children, name, type).Type), Width(type, name)) { Children = children },
        19 => new(name, ArrowLayout.LargeText, new TableType(TableKind.Bytes)),
        20 => new(name, ArrowLayout.LargeText, TableType.Text),
        21 => new(name, ArrowLayout.LargeList, TableType.ListOf(Only(children, name, type).Type)) { Children = children },
        23 => new(name, ArrowLayout.View, new TableType(TableKind.Bytes)),
        24 => new(name, ArrowLayout.View, TableType.Text),
        11 or 14 or 18 or 22 or 25 or 26 => throw NotRead(type, name, kind switch
        {
            11 => "an interval",
            14 => "a union",
            18 => "a duration",
            22 => "run-end encoded",
            _ => "a view of lists",
        }),
        _ => throw type.Buffer.Broken(type.At, $"the column '{name}' is of the unknown type {kind}"),
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
        var (bits, _) => throw type.Buffer.Broken(type.At, $"the column '{name}' has whole numbers of {bits} bits"),
    });

    private static ArrowField Floating(string name, FlatTable type) => type.Int16(0) switch
    {
        0 => new(name, ArrowLayout.Fixed, new TableType(TableKind.Float), 2) { Number = ArrowNumber.Half },
        1 => new(name, ArrowLayout.Fixed, new TableType(TableKind.Float), 4),
        2 => new(name, ArrowLayout.Fixed, TableType.Double, 8),
        var precision => throw type.Buffer.Broken(type.At, $"the column '{name}' has numbers of the unknown precision {precision}"),
    };

    private static ArrowField Decimal(string name, FlatTable type)
    {
        var (width, scale, bits) = (type.Int32(0), type.Int32(1), type.Int32(2, 128));
        if (bits != 128 || width is < 1 or > 38 || scale < 0 || scale > width) throw NotRead(type, name, FormattableString.Invariant($"a decimal of {bits} bits with {width} digits, {scale} of them behind the point"));
        return new(name, ArrowLayout.Fixed, TableType.DecimalOf(width, scale), 16);
    }

    private static ArrowField Struct(string name, FlatTable type, ArrowField[] children)
    {
        if (children.Length == 0) throw NotRead(type, name, "a struct without fields");
        TableColumns.RefuseDuplicates([.. children.Select(c => c.Name)], $"{type.Buffer.Path}, column '{name}'");
        return new(name, ArrowLayout.Struct, TableType.StructOf([.. children.Select(c => new TableColumn(c.Name, c.Type))])) { Children = children };
    }

    private static ArrowField Only(ArrowField[] children, string name, FlatTable type) => children.Length == 1 ? children[0] : throw type.Buffer.Broken(type.At, $"the list '{name}' has {children.Length} kinds of values");

    private static int Width(FlatTable type, string name)
    {
        var width = type.Int32(0);
        return width >= 0 ? width : throw type.Buffer.Broken(type.At, $"the values of '{name}' have the width {width}");
    }

    private static long Unit(FlatTable type, short absent) => type.Int16(0, absent) switch
    {
        0 => 1,
        1 => 1000,
        2 => 1_000_000,
        3 => 1_000_000_000,
        var unit => throw type.Buffer.Broken(type.At, $"the unknown unit of time {unit}"),
    };

    private static OmniException NotRead(FlatTable type, string name, string what) => ArrowErrors.NotRead(type.Buffer.Path, $"the column '{name}' is {what}, which is not read", "Convert or leave out the column.");
}
