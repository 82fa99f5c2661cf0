using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using OmniHelix.Data.Columns;
using static DuckDB.NET.Native.NativeMethods.Vectors;

namespace OmniHelix.Data.Native;

/// <summary>Copies DuckDB's vectors into memory of our own, which outlives the chunk.</summary>
internal static unsafe class DuckDbVectorReader
{
    // duckdb_string_t: a length, then the bytes themselves, or four of them and a pointer.
    private const int TextEntry = 16, Inlined = 12;

    public static ColumnData Read(nint vector, TableType type, int count)
    {
        var valid = Validity(vector, count);
        return type.Kind switch
        {
            TableKind.Text or TableKind.Bytes or TableKind.Json => Texts(vector, type, count, valid),
            TableKind.List => Lists(vector, type, count, valid),
            TableKind.Struct => new StructData(type, count, valid, Fields(vector, type, count)),
            TableKind.Decimal => Decimals(vector, type, count, valid),
            _ => new NumberData(type, count, valid, Bytes(vector, checked(count * type.Size))),
        };
    }

    private static byte[] Bytes(nint vector, int count) => new ReadOnlySpan<byte>(DuckDBVectorGetData(vector), count).ToArray();

    private static ColumnData[] Fields(nint vector, TableType type, int count) =>
        [.. type.Fields.Select((f, i) => Read(DuckDBStructVectorGetChild(vector, i), f.Type, count))];

    private static ulong[]? Validity(nint vector, int count)
    {
        var bits = DuckDBVectorGetValidity(vector);
        return bits is null ? null : new ReadOnlySpan<ulong>(bits, (count + 63) / 64).ToArray();
    }

    private static TextData Texts(nint vector, TableType type, int count, ulong[]? valid)
    {
        var entries = (byte*)DuckDBVectorGetData(vector);
        var ends = new int[count];
        var total = 0L;
        for (var i = 0; i < count; i++)
        {
            if (IsValid(valid, i)) total += *(uint*)(entries + TextEntry * (long)i);
            if (total > Array.MaxLength) throw new OmniException("OH1219", "the texts of one chunk of rows exceed 2 GiB");
            ends[i] = (int)total;
        }
        var bytes = GC.AllocateUninitializedArray<byte>((int)total);
        var start = 0;
        for (var i = 0; i < count; i++)
        {
            var length = ends[i] - start;
            var entry = entries + TextEntry * (long)i;
            var text = length <= Inlined ? entry + 4 : *(byte**)(entry + 8);
            if (length > 0) new ReadOnlySpan<byte>(text, length).CopyTo(bytes.AsSpan(start));
            start = ends[i];
        }
        return new TextData(type, count, valid, bytes, ends);
    }

    private static ListData Lists(nint vector, TableType type, int count, ulong[]? valid)
    {
        using var own = DuckDBVectorGetColumnType(vector);
        if (NativeMethods.LogicalType.DuckDBGetTypeId(own) == DuckDBType.Array) return Arrays(vector, own, type, count, valid);
        var ranges = new (int, int)[count];
        var entries = (DuckDBListEntry*)DuckDBVectorGetData(vector);
        for (var i = 0; i < count; i++)
            if (IsValid(valid, i)) ranges[i] = (checked((int)entries[i].Offset), checked((int)entries[i].Length));
        var items = checked((int)DuckDBListVectorGetSize(vector));
        return new ListData(type, count, valid, ranges, Read(DuckDBListVectorGetChild(vector), type.Element!, items));
    }

    // Lists of one length lie one behind the other, those of missing rows too.
    private static ListData Arrays(nint vector, DuckDBLogicalType own, TableType type, int count, ulong[]? valid)
    {
        var length = checked((int)NativeMethods.LogicalType.DuckDBArrayVectorGetSize(own));
        var ranges = new (int, int)[count];
        for (var i = 0; i < count; i++)
            if (IsValid(valid, i)) ranges[i] = (i * length, length);
        return new ListData(type, count, valid, ranges, Read(DuckDBArrayVectorGetChild(vector), type.Element!, checked(count * length)));
    }

    // Stored in the smallest whole number that holds the digits.
    private static NumberData Decimals(nint vector, TableType type, int count, ulong[]? valid)
    {
        var data = DuckDBVectorGetData(vector);
        var bytes = new byte[count * 16];
        var numbers = MemoryMarshal.Cast<byte, Int128>(bytes.AsSpan());
        for (var i = 0; i < count; i++)
            numbers[i] = type.Width switch
            {
                <= 4 => ((short*)data)[i],
                <= 9 => ((int*)data)[i],
                <= 18 => ((long*)data)[i],
                _ => ((DuckDBHugeInt*)data)[i].ToInt128(),
            };
        return new NumberData(type, count, valid, bytes);
    }

    private static bool IsValid(ulong[]? valid, int i) => valid is null || (valid[i >> 6] >> (i & 63) & 1) != 0;
}
