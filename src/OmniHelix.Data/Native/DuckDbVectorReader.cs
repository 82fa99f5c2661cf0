using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OmniHelix.Data.Columns;
using static OmniHelix.Data.Native.DuckDb;

namespace OmniHelix.Data.Native;

/// <summary>Copies DuckDB's vectors into memory of our own, which outlives the chunk.</summary>
internal static unsafe class DuckDbVectorReader
{
    private const int Inlined = 12;

    public static ColumnData Read(nint vector, TableType type, int count)
    {
        var valid = Validity(vector, count);
        return type.Kind switch
        {
            TableKind.Text or TableKind.Bytes or TableKind.Json => Texts(vector, type, count, valid),
            TableKind.List => Lists(vector, type, count, valid),
            TableKind.Struct => new StructData(type, count, valid,
                [.. type.Fields.Select((f, i) => Read(duckdb_struct_vector_get_child(vector, (ulong)i), f.Type, count))]),
            TableKind.Decimal => Decimals(vector, type, count, valid),
            _ => new NumberData(type, count, valid, new ReadOnlySpan<byte>(duckdb_vector_get_data(vector), checked(count * type.Size)).ToArray()),
        };
    }

    private static ulong[]? Validity(nint vector, int count)
    {
        var bits = duckdb_vector_get_validity(vector);
        return bits is null ? null : new ReadOnlySpan<ulong>(bits, (count + 63) / 64).ToArray();
    }

    // duckdb_string_t: a length, then the bytes themselves or four of them and a pointer.
    private static TextData Texts(nint vector, TableType type, int count, ulong[]? valid)
    {
        var entries = duckdb_vector_get_data(vector);
        var ends = new int[count];
        var total = 0L;
        for (var i = 0; i < count; i++)
        {
            if (IsValid(valid, i)) total += *(uint*)(entries + 16L * i);
            if (total > Array.MaxLength) throw new OmniException("OH1219", "the texts of one chunk of rows exceed 2 GiB");
            ends[i] = (int)total;
        }
        var bytes = GC.AllocateUninitializedArray<byte>((int)total);
        var start = 0;
        for (var i = 0; i < count; i++)
        {
            var length = ends[i] - start;
            var entry = entries + 16L * i;
            if (length > 0) new ReadOnlySpan<byte>(length <= Inlined ? entry + 4 : *(byte**)(entry + 8), length).CopyTo(bytes.AsSpan(start));
            start = ends[i];
        }
        return new TextData(type, count, valid, bytes, ends);
    }

    private static ListData Lists(nint vector, TableType type, int count, ulong[]? valid)
    {
        var ranges = new (int, int)[count];
        var entries = (ulong*)duckdb_vector_get_data(vector);
        for (var i = 0; i < count; i++)
            if (IsValid(valid, i)) ranges[i] = (checked((int)entries[2 * i]), checked((int)entries[2 * i + 1]));
        return new ListData(type, count, valid, ranges, Read(duckdb_list_vector_get_child(vector), type.Element!, checked((int)duckdb_list_vector_get_size(vector))));
    }

    // Stored in the smallest whole number that holds the digits.
    private static NumberData Decimals(nint vector, TableType type, int count, ulong[]? valid)
    {
        var data = duckdb_vector_get_data(vector);
        var bytes = new byte[count * 16];
        for (var i = 0; i < count; i++)
        {
            Int128 value = type.Width switch
            {
                <= 4 => ((short*)data)[i],
                <= 9 => ((int*)data)[i],
                <= 18 => ((long*)data)[i],
                _ => BinaryPrimitives.ReadInt128LittleEndian(new ReadOnlySpan<byte>(data + 16L * i, 16)),
            };
            MemoryMarshal.Write(bytes.AsSpan(16 * i), value);
        }
        return new NumberData(type, count, valid, bytes);
    }

    private static bool IsValid(ulong[]? valid, int i) => valid is null || (valid[i >> 6] >> (i & 63) & 1) != 0;
}
