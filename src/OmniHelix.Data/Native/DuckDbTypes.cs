using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using OmniHelix.Data.Columns;
using static DuckDB.NET.Native.NativeMethods.LogicalType;

namespace OmniHelix.Data.Native;

/// <summary>Types of DuckDB as types of tables, and back.</summary>
internal static unsafe partial class DuckDbTypes
{
    /// <summary>Null for a type that tables do not have.</summary>
    public static TableType? Read(DuckDBLogicalType type) => DuckDBGetTypeId(type) switch
    {
        DuckDBType.Boolean => TableType.Boolean,
        DuckDBType.TinyInt => new(TableKind.Int8),
        DuckDBType.SmallInt => new(TableKind.Int16),
        DuckDBType.Integer => new(TableKind.Int32),
        DuckDBType.BigInt => TableType.Int64,
        DuckDBType.UnsignedTinyInt => new(TableKind.UInt8),
        DuckDBType.UnsignedSmallInt => new(TableKind.UInt16),
        DuckDBType.UnsignedInteger => new(TableKind.UInt32),
        DuckDBType.UnsignedBigInt => new(TableKind.UInt64),
        DuckDBType.Float => new(TableKind.Float),
        DuckDBType.Double => TableType.Double,
        DuckDBType.Timestamp or DuckDBType.TimestampTz => new(TableKind.Timestamp),
        DuckDBType.Date => new(TableKind.Date),
        DuckDBType.HugeInt => TableType.DecimalOf(38, 0),
        DuckDBType.Decimal => TableType.DecimalOf(DuckDBDecimalWidth(type), DuckDBDecimalScale(type)),
        DuckDBType.Varchar or DuckDBType.SqlNull => TableType.Text,
        DuckDBType.Blob => new(TableKind.Bytes),
        DuckDBType.List => ListOf(Owned(DuckDBListTypeChildType(type))),
        DuckDBType.Array => ListOf(Owned(DuckDBArrayTypeChildType(type))),
        DuckDBType.Map => MapOf(Owned(DuckDBMapTypeKeyType(type)), Owned(DuckDBMapTypeValueType(type))),
        DuckDBType.Struct => StructOf(type),
        _ => null,
    };

    /// <summary>To be disposed of by the caller.</summary>
    public static DuckDBLogicalType Create(TableType type)
    {
        switch (type.Kind)
        {
            case TableKind.Decimal:
                return DuckDBCreateDecimalType((byte)type.Width, (byte)type.Scale);
            case TableKind.List:
                using (var element = Create(type.Element!)) return DuckDBCreateListType(element);
            case TableKind.Struct:
                return CreateStruct(type);
            default:
                return DuckDBCreateLogicalType(Plain(type.Kind));
        }
    }

    /// <summary>DuckDB renames a column whose name differs from another's in case only.</summary>
    /// <exception cref="OmniException">OH1210: there are such columns, or fields of a struct.</exception>
    public static void RefuseNamesAlike(IReadOnlyList<TableColumn> columns, string? place)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            if (!seen.TryAdd(column.Name, column.Name))
            {
                var alike = $"the names '{seen[column.Name]}' and '{column.Name}' differ in case only";
                var message = $"{alike}, which Parquet writing and queries do not tell apart";
                throw new OmniException("OH1210", message, place, "Rename one of them.");
            }
            for (var type = column.Type; type is not null; type = type.Element) RefuseNamesAlike(type.Fields, place);
        }
    }

    private static DuckDBType Plain(TableKind kind) => kind switch
    {
        TableKind.Boolean => DuckDBType.Boolean,
        TableKind.Int8 => DuckDBType.TinyInt,
        TableKind.Int16 => DuckDBType.SmallInt,
        TableKind.Int32 => DuckDBType.Integer,
        TableKind.Int64 => DuckDBType.BigInt,
        TableKind.UInt8 => DuckDBType.UnsignedTinyInt,
        TableKind.UInt16 => DuckDBType.UnsignedSmallInt,
        TableKind.UInt32 => DuckDBType.UnsignedInteger,
        TableKind.UInt64 => DuckDBType.UnsignedBigInt,
        TableKind.Float => DuckDBType.Float,
        TableKind.Double => DuckDBType.Double,
        TableKind.Timestamp => DuckDBType.Timestamp,
        TableKind.Date => DuckDBType.Date,
        TableKind.Bytes => DuckDBType.Blob,
        _ => DuckDBType.Varchar,
    };

    private static DuckDBLogicalType CreateStruct(TableType type)
    {
        DuckDBLogicalType[] fields = [.. type.Fields.Select(f => Create(f.Type))];
        nint[] types = [.. fields.Select(f => f.DangerousGetHandle())];
        nint[] names = [.. type.Fields.Select(f => Marshal.StringToCoTaskMemUTF8(f.Name))];
        try
        {
            fixed (nint* t = types, n = names) return duckdb_create_struct_type(t, n, (ulong)types.Length);
        }
        finally
        {
            foreach (var name in names) Marshal.FreeCoTaskMem(name);
            foreach (var field in fields) field.Dispose();
        }
    }

    private static TableType? Owned(DuckDBLogicalType type)
    {
        using (type) return Read(type);
    }

    private static TableType? ListOf(TableType? element) => element is null ? null : TableType.ListOf(element);

    private static TableType? MapOf(TableType? key, TableType? value) =>
        key is null || value is null ? null : TableType.ListOf(TableType.StructOf([new("key", key), new("value", value)]));

    private static TableType? StructOf(DuckDBLogicalType type)
    {
        var fields = new TableColumn[DuckDBStructTypeChildCount(type)];
        for (var i = 0; i < fields.Length; i++)
        {
            if (Owned(DuckDBStructTypeChildType(type, i)) is not { } field) return null;
            fields[i] = new(DuckDBStructTypeChildName(type, i) ?? "", field);
        }
        return TableType.StructOf(fields);
    }

    // The one function of duckdb.h used here that the package does not declare.
    [LibraryImport(NativeLibraries.DuckDb)]
    private static partial DuckDBLogicalType duckdb_create_struct_type(nint* types, nint* names, ulong count);
}
