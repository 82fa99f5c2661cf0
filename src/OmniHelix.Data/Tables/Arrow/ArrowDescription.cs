
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
        IEnumerable<FlatNode> children = type.Kind == TableKind.List ? [Field("item", type.Element!)] : type.Fields.Select(f => Field(f.Name, f.Type));
        return new FlatNode().With(0, name).With(1, (byte)1).With(2, kind).With(3, description).With(5, children);
    }

    private static (byte Kind, FlatNode Description) Type(TableType type) => type.Kind switch
    {
        TableKind.Boolean => (6, new FlatNode()),
        TableKind.Float => (3, new FlatNode().With(0, (short)1)),
        TableKind.Double => (3, new FlatNode().With(0, (short)2)),
        TableKind.Decimal => (7, new FlatNode().With(0, type.Width).With(1, type.Scale).With(2, 128)),
        TableKind.Date => (8, new FlatNode().With(0, (short)0)),
        TableKind.Timestamp => (10, new FlatNode().With(0, (short)2)),
        TableKind.Bytes => (4, new FlatNode()),
        TableKind.Text or TableKind.Json => (5, new FlatNode()),
        TableKind.List => (12, new FlatNode()),
        TableKind.Struct => (13, new FlatNode()),
        _ => (2, new FlatNode().With(0, 8 * type.Size).With(1, type.Kind is TableKind.Int8 or TableKind.Int16 or TableKind.Int32 or TableKind.Int64 ? (byte)1 : (byte)0)),
    };
}
