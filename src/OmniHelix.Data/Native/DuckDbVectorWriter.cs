using DuckDB.NET.Native;
using OmniHelix.Data.Columns;
using static DuckDB.NET.Native.NativeMethods.Vectors;

namespace OmniHelix.Data.Native;

/// <summary>Fills DuckDB's vectors from columns of our own.</summary>
internal static unsafe class DuckDbVectorWriter
{
    /// <param name="vector">Holds at least <paramref name="count"/> values.</param>
    /// <param name="data">Source.</param>
    /// <param name="first">First value of the source.</param>
    /// <param name="count">Number of values.</param>
    public static void Write(nint vector, ColumnData data, int first, int count)
    {
        WriteValidity(vector, data, first, count);
        switch (data)
        {
            case TextData texts:
                WriteTexts(vector, texts, first, count);
                break;
            case ListData lists:
                WriteLists(vector, lists, first, count);
                break;
            case StructData fields:
                for (var i = 0; i < fields.Fields.Count; i++) Write(DuckDBStructVectorGetChild(vector, i), fields.Fields[i], first, count);
                break;
            case NumberData { Type.Kind: TableKind.Decimal } decimals:
                WriteDecimals(vector, decimals, first, count);
                break;
            case NumberData numbers:
                numbers.Raw(first, count).Span.CopyTo(new Span<byte>(DuckDBVectorGetData(vector), count * data.Type.Size));
                break;
        }
    }

    private static void WriteValidity(nint vector, ColumnData data, int first, int count)
    {
        ulong* bits = null;
        for (var i = 0; i < count; i++)
        {
            if (!data.IsNull(first + i)) continue;
            if (bits is null)
            {
                DuckDBVectorEnsureValidityWritable(vector);
                bits = DuckDBVectorGetValidity(vector);
            }
            bits[i >> 6] &= ~(1UL << (i & 63));
        }
    }

    private static void WriteTexts(nint vector, TextData texts, int first, int count)
    {
        for (var i = 0; i < count; i++)
            fixed (byte* text = texts.Utf8(first + i))
                DuckDBVectorAssignStringElementLength(vector, (ulong)i, text, texts.Utf8(first + i).Length);
    }

    private static void WriteLists(nint vector, ListData lists, int first, int count)
    {
        // duckdb_list_entry: where a list begins, and its length.
        var entries = (ulong*)DuckDBVectorGetData(vector);
        var total = 0;
        var isPacked = true;
        var start = FirstItem(lists, first, count);
        for (var i = 0; i < count; i++)
        {
            var (at, length) = lists.Range(first + i);
            isPacked &= length == 0 || at == start + total;
            entries[2 * i] = (ulong)total;
            entries[2 * i + 1] = (ulong)length;
            total += length;
        }
        if (!Resize(vector, (ulong)total)) throw DuckDbConnection.Failed("a list is too large", null);
        if (total == 0) return;
        var child = DuckDBListVectorGetChild(vector);
        if (isPacked) Write(child, lists.Items, start, total);
        else Write(child, Packed(lists, first, count), 0, total);
    }

    private static bool Resize(nint vector, ulong items) =>
        DuckDBListVectorReserve(vector, items).IsSuccess() && DuckDBListVectorSetSize(vector, items).IsSuccess();

    private static ColumnData Packed(ListData lists, int first, int count)
    {
        var items = ColumnBuilder.For(lists.Type.Element!);
        for (var i = first; i < first + count; i++)
        {
            var (start, length) = lists.Range(i);
            for (var item = start; item < start + length; item++) items.Add(lists.Items, item);
        }
        return items.Take();
    }

    private static int FirstItem(ListData lists, int first, int count)
    {
        for (var i = 0; i < count; i++)
            if (lists.Range(first + i) is { Length: > 0 } range) return range.Start;
        return 0;
    }

    private static void WriteDecimals(nint vector, NumberData decimals, int first, int count)
    {
        var target = DuckDBVectorGetData(vector);
        var values = decimals.As<Int128>().Slice(first, count);
        for (var i = 0; i < count; i++)
            switch (decimals.Type.Width)
            {
                case <= 4:
                    ((short*)target)[i] = (short)values[i];
                    break;
                case <= 9:
                    ((int*)target)[i] = (int)values[i];
                    break;
                case <= 18:
                    ((long*)target)[i] = (long)values[i];
                    break;
                default:
                    ((Int128*)target)[i] = values[i];
                    break;
            }
    }
}
