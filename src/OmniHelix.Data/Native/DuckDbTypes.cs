using System.Runtime.InteropServices;
using OmniHelix.Data.Columns;
using static OmniHelix.Data.Native.DuckDb;

namespace OmniHelix.Data.Native;

/// <summary>Types of DuckDB as types of tables, and back.</summary>
internal static unsafe class DuckDbTypes
{
    /// <summary>Null for a type that tables do not have.</summary>
    public static TableType? Read(nint type) => duckdb_get_type_id(type) switch
    {
        DuckDbType.Boolean => TableType.Boolean,
        DuckDbType.Int8 => new(TableKind.Int8),
        DuckDbType.Int16 => new(TableKind.Int16),
        DuckDbType.Int32 => new(TableKind.Int32),
        DuckDbType.Int64 => TableType.Int64,
        DuckDbType.UInt8 => new(TableKind.UInt8),
        DuckDbType.UInt16 => new(TableKind.UInt16),
        DuckDbType.UInt32 => new(TableKind.UInt32),
        DuckDbType.UInt64 => new(TableKind.UInt64),
        DuckDbType.Float => new(TableKind.Float),
        DuckDbType.Double => TableType.Double,
        DuckDbType.Timestamp or DuckDbType.TimestampUtc => new(TableKind.Timestamp),
        DuckDbType.Date => new(TableKind.Date),
        DuckDbType.Int128 => TableType.DecimalOf(38, 0),
        DuckDbType.Decimal => TableType.DecimalOf(duckdb_decimal_width(type), duckdb_decimal_scale(type)),
        DuckDbType.Varchar or DuckDbType.Null => TableType.Text,
        DuckDbType.Blob => new(TableKind.Bytes),
        DuckDbType.List => ListOf(Owned(duckdb_list_type_child_type(type))),
        DuckDbType.Array => ListOf(Owned(duckdb_array_type_child_type(type))),
        DuckDbType.Map => Owned(duckdb_map_type_key_type(type)) is { } key && Owned(duckdb_map_type_value_type(type)) is { } value
            ? TableType.ListOf(TableType.StructOf([new("key", key), new("value", value)]))
            : null,
        DuckDbType.Struct => StructOf(type),
        _ => null,
    };

    /// <summary>To be destroyed by the caller.</summary>
    public static nint Create(TableType type)
    {
        switch (type.Kind)
        {
            case TableKind.Decimal:
                return duckdb_create_decimal_type((byte)type.Width, (byte)type.Scale);
            case TableKind.List:
                var element = Create(type.Element!);
                var list = duckdb_create_list_type(element);
                duckdb_destroy_logical_type(ref element);
                return list;
            case TableKind.Struct:
                return CreateStruct(type);
            default:
                return duckdb_create_logical_type(Plain(type.Kind));
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
                throw new OmniException("OH1210", $"the names '{seen[column.Name]}' and '{column.Name}' differ in case only, which Parquet writing and queries do not tell apart", place, "Rename one of them.");
            for (var type = column.Type; type is not null; type = type.Element) RefuseNamesAlike(type.Fields, place);
        }
    }

    private static DuckDbType Plain(TableKind kind) => kind switch
    {
        TableKind.Boolean => DuckDbType.Boolean,
        TableKind.Int8 => DuckDbType.Int8,
        TableKind.Int16 => DuckDbType.Int16,
        TableKind.Int32 => DuckDbType.Int32,
        TableKind.Int64 => DuckDbType.Int64,
        TableKind.UInt8 => DuckDbType.UInt8,
        TableKind.UInt16 => DuckDbType.UInt16,
        TableKind.UInt32 => DuckDbType.UInt32,
        TableKind.UInt64 => DuckDbType.UInt64,
        TableKind.Float => DuckDbType.Float,
        TableKind.Double => DuckDbType.Double,
        TableKind.Timestamp => DuckDbType.Timestamp,
        TableKind.Date => DuckDbType.Date,
        TableKind.Bytes => DuckDbType.Blob,
        _ => DuckDbType.Varchar,
    };

    private static nint CreateStruct(TableType type)
    {
        var types = type.Fields.Select(f => Create(f.Type)).ToArray();
        var names = type.Fields.Select(f => Marshal.StringToCoTaskMemUTF8(f.Name)).ToArray();
        fixed (nint* t = types)
        fixed (nint* n = names)
        {
            var created = duckdb_create_struct_type(t, n, (ulong)types.Length);
            foreach (var name in names) Marshal.FreeCoTaskMem(name);
            for (var i = 0; i < types.Length; i++) duckdb_destroy_logical_type(ref types[i]);
            return created;
        }
    }

    private static TableType? Owned(nint type)
    {
        var read = Read(type);
        duckdb_destroy_logical_type(ref type);
        return read;
    }

    private static TableType? ListOf(TableType? element) => element is null ? null : TableType.ListOf(element);

    private static TableType? StructOf(nint type)
    {
        var fields = new List<TableColumn>();
        for (var i = 0UL; i < duckdb_struct_type_child_count(type); i++)
        {
            if (Owned(duckdb_struct_type_child_type(type, i)) is not { } field) return null;
            var name = duckdb_struct_type_child_name(type, i);
            fields.Add(new(DuckDbConnection.Text(name), field));
            duckdb_free(name);
        }
        return TableType.StructOf(fields);
    }
}
