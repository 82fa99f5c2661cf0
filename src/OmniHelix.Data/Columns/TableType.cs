namespace OmniHelix.Data.Columns;

/// <summary>What a column holds.</summary>
public enum TableKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Signed, 1 byte.</summary>
    Int8,

    /// <summary>Signed, 2 bytes.</summary>
    Int16,

    /// <summary>Signed, 4 bytes.</summary>
    Int32,

    /// <summary>Signed, 8 bytes.</summary>
    Int64,

    /// <summary>Unsigned, 1 byte.</summary>
    UInt8,

    /// <summary>Unsigned, 2 bytes.</summary>
    UInt16,

    /// <summary>Unsigned, 4 bytes.</summary>
    UInt32,

    /// <summary>Unsigned, 8 bytes.</summary>
    UInt64,

    /// <summary>Single precision; half precision is read as this.</summary>
    Float,

    /// <summary>Double precision.</summary>
    Double,

    /// <summary>A 16-byte whole number and a count of decimal places.</summary>
    Decimal,

    /// <summary>Days since 1970-01-01, 4 bytes.</summary>
    Date,

    /// <summary>Microseconds since 1970-01-01, 8 bytes; with a time zone, in UTC.</summary>
    Timestamp,

    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>Any bytes.</summary>
    Bytes,

    /// <summary>JSON text: values of several kinds, or numbers that no other kind holds exactly.</summary>
    Json,

    /// <summary>A list of values of one type.</summary>
    List,

    /// <summary>Named fields.</summary>
    Struct,
}

/// <summary>The type of a column; lists and structs nest.</summary>
/// <param name="Kind">What it holds.</param>
public sealed record TableType(TableKind Kind)
{
    /// <summary>Type of the values of a list.</summary>
    public TableType? Element { get; private init; }

    /// <summary>Fields of a struct; empty otherwise.</summary>
    public IReadOnlyList<TableColumn> Fields { get; private init; } = [];

    /// <summary>Digits of a decimal.</summary>
    public int Width { get; private init; }

    /// <summary>Digits behind the point of a decimal.</summary>
    public int Scale { get; private init; }

    /// <summary>Bytes of a value of fixed width; 0 for text, bytes, JSON, lists and structs.</summary>
    public int Size => Kind switch
    {
        TableKind.Boolean or TableKind.Int8 or TableKind.UInt8 => 1,
        TableKind.Int16 or TableKind.UInt16 => 2,
        TableKind.Int32 or TableKind.UInt32 or TableKind.Float or TableKind.Date => 4,
        TableKind.Int64 or TableKind.UInt64 or TableKind.Double or TableKind.Timestamp => 8,
        TableKind.Decimal => 16,
        _ => 0,
    };

    /// <summary>UTF-8 text.</summary>
    public static TableType Text { get; } = new(TableKind.Text);

    /// <summary>64-bit whole numbers.</summary>
    public static TableType Int64 { get; } = new(TableKind.Int64);

    /// <summary>Double precision.</summary>
    public static TableType Double { get; } = new(TableKind.Double);

    /// <summary>True or false.</summary>
    public static TableType Boolean { get; } = new(TableKind.Boolean);

    /// <summary>JSON text.</summary>
    public static TableType Json { get; } = new(TableKind.Json);

    /// <summary>A list of <paramref name="element"/>.</summary>
    public static TableType ListOf(TableType element) => new(TableKind.List) { Element = element };

    /// <summary>A struct.</summary>
    public static TableType StructOf(IReadOnlyList<TableColumn> fields) => new(TableKind.Struct) { Fields = fields };

    /// <summary>A decimal number.</summary>
    public static TableType DecimalOf(int width, int scale) => new(TableKind.Decimal) { Width = width, Scale = scale };

    /// <inheritdoc/>
    public bool Equals(TableType? other) =>
        other is not null && Kind == other.Kind && Width == other.Width && Scale == other.Scale && Equals(Element, other.Element)
            && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Width, Scale, Element, Fields.Count);

    /// <summary>
    /// As shown to users: <c>text</c>, <c>list&lt;int64&gt;</c>, <c>struct&lt;id int32, name text&gt;</c>, <c>decimal(10,2)</c>.
    /// </summary>
    public override string ToString() => Kind switch
    {
        TableKind.List => $"list<{Element}>",
        TableKind.Struct => $"struct<{string.Join(", ", Fields.Select(f => $"{f.Name} {f.Type}"))}>",
        TableKind.Decimal => FormattableString.Invariant($"decimal({Width},{Scale})"),
        _ => Kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>A named column.</summary>
/// <param name="Name">As in the file; names differ within a table.</param>
/// <param name="Type">What it holds.</param>
public sealed record TableColumn(string Name, TableType Type)
{
    /// <summary>
    /// Names of the classes that a whole number stands for, from the <c>huggingface</c> metadata of Parquet files; null when there are
    /// none.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <inheritdoc/>
    public bool Equals(TableColumn? other) => other is not null && Name == other.Name && Type == other.Type;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Type);
}
