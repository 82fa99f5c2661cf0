using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Columns of a table as the schema of an Arrow file.</summary>
internal static class ArrowDescription
{
    /// <summary>V5, the version of format 1.0 and later.</summary>
    public const short Version = 4;

    public static FlatNode Schema(IReadOnlyList<TableColumn> columns)
    {
        var schema = new FlatNode().With(0, (short)0).With(1, columns.Select(c => Field(c.Name, c.Type)));
        return columns.Any(c => c.ClassNames is not null)
            ? schema.With(2, [new FlatNode().With(0, HuggingFaceFeatures.Key).With(1, HuggingFaceFeatures.Entry(columns))])
            : schema;
    }

    private static FlatNode Field(string name, TableType type)
    {
        var (kind, description) = Type(type);
        IEnumerable<FlatNode> children = type.Kind == TableKind.List
            ? [Field("item", type.Element!)]
            : type.Fields.Select(f => Field(f.Name, f.Type));
        return new FlatNode().With(0, name).With(1, (byte)1).With(2, (byte)kind).With(3, description).With(5, children);
    }

    private static (ArrowType Kind, FlatNode Description) Type(TableType type) => type.Kind switch
    {
        TableKind.Boolean => (ArrowType.Bool, new FlatNode()),
        TableKind.Int8 or TableKind.Int16 or TableKind.Int32 or TableKind.Int64 => (ArrowType.Int, Integer(type, isSigned: true)),
        TableKind.UInt8 or TableKind.UInt16 or TableKind.UInt32 or TableKind.UInt64 => (ArrowType.Int, Integer(type, isSigned: false)),
        TableKind.Float => (ArrowType.FloatingPoint, new FlatNode().With(0, (short)1)),
        TableKind.Double => (ArrowType.FloatingPoint, new FlatNode().With(0, (short)2)),
        TableKind.Decimal => (ArrowType.Decimal, new FlatNode().With(0, type.Width).With(1, type.Scale).With(2, 128)),
        TableKind.Date => (ArrowType.Date, new FlatNode().With(0, (short)0)),
        TableKind.Timestamp => (ArrowType.Timestamp, new FlatNode().With(0, (short)2)),
        TableKind.Bytes => (ArrowType.Binary, new FlatNode()),
        TableKind.List => (ArrowType.List, new FlatNode()),
        TableKind.Struct => (ArrowType.Struct, new FlatNode()),
        _ => (ArrowType.Utf8, new FlatNode()),
    };

    private static FlatNode Integer(TableType type, bool isSigned) =>
        new FlatNode().With(0, 8 * type.Size).With(1, isSigned ? (byte)1 : (byte)0);
}
