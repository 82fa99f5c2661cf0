using System.Runtime.InteropServices;

namespace OmniHelix.Data.Native;

/// <summary>Vectors and logical types.</summary>
internal static unsafe partial class DuckDb
{
    [LibraryImport(Library)]
    public static partial byte* duckdb_vector_get_data(nint vector);

    [LibraryImport(Library)]
    public static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    public static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Library)]
    public static partial void duckdb_vector_assign_string_element_len(nint vector, ulong row, byte* text, ulong length);

    [LibraryImport(Library)]
    public static partial nint duckdb_list_vector_get_child(nint vector);

    [LibraryImport(Library)]
    public static partial ulong duckdb_list_vector_get_size(nint vector);

    [LibraryImport(Library)]
    public static partial int duckdb_list_vector_reserve(nint vector, ulong size);

    [LibraryImport(Library)]
    public static partial int duckdb_list_vector_set_size(nint vector, ulong size);

    [LibraryImport(Library)]
    public static partial nint duckdb_struct_vector_get_child(nint vector, ulong field);

    [LibraryImport(Library)]
    public static partial nint duckdb_array_vector_get_child(nint vector);

    [LibraryImport(Library)]
    public static partial DuckDbType duckdb_get_type_id(nint type);

    [LibraryImport(Library)]
    public static partial byte duckdb_decimal_width(nint type);

    [LibraryImport(Library)]
    public static partial byte duckdb_decimal_scale(nint type);

    [LibraryImport(Library)]
    public static partial nint duckdb_list_type_child_type(nint type);

    [LibraryImport(Library)]
    public static partial nint duckdb_array_type_child_type(nint type);

    [LibraryImport(Library)]
    public static partial ulong duckdb_array_type_array_size(nint type);

    [LibraryImport(Library)]
    public static partial nint duckdb_map_type_key_type(nint type);

    [LibraryImport(Library)]
    public static partial nint duckdb_map_type_value_type(nint type);

    [LibraryImport(Library)]
    public static partial ulong duckdb_struct_type_child_count(nint type);

    [LibraryImport(Library)]
    public static partial nint duckdb_struct_type_child_name(nint type, ulong field);

    [LibraryImport(Library)]
    public static partial nint duckdb_struct_type_child_type(nint type, ulong field);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_logical_type(ref nint type);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_logical_type(DuckDbType type);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_list_type(nint element);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_struct_type(nint* types, nint* names, ulong count);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_decimal_type(byte width, byte scale);
}

/// <summary><c>duckdb_type</c>: the ones that are read as they are.</summary>
internal enum DuckDbType
{
    Boolean = 1,
    Int8 = 2,
    Int16 = 3,
    Int32 = 4,
    Int64 = 5,
    UInt8 = 6,
    UInt16 = 7,
    UInt32 = 8,
    UInt64 = 9,
    Float = 10,
    Double = 11,
    Timestamp = 12,
    Date = 13,
    Int128 = 16,
    Varchar = 17,
    Blob = 18,
    Decimal = 19,
    List = 24,
    Struct = 25,
    Map = 26,
    TimestampUtc = 31,
    Array = 33,
    Null = 36,
}
