using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace OmniHelix.Data.Columns;

/// <summary>The values of one column in one chunk of rows, or of one level of a nested column.</summary>
public abstract class ColumnData
{
    private readonly ulong[]? valid;

    private protected ColumnData(TableType type, int count, ulong[]? valid)
    {
        Type = type;
        Count = count;
        this.valid = valid;
    }

    /// <summary>What it holds.</summary>
    public TableType Type { get; }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>
    /// The value as an object, null when missing: <c>bool</c>, <c>long</c> (<c>ulong</c> for <see cref="TableKind.UInt64"/>), <c>float</c>,
    /// <c>double</c>, <c>decimal</c> (text beyond its range), <c>DateOnly</c>, <c>DateTime</c>, <c>string</c> (also of
    /// <see cref="TableKind.Json"/>), <c>byte[]</c>, <c>object?[]</c> or <c>KeyValuePair&lt;string, object?&gt;[]</c>.
    /// </summary>
    public object? this[int row] => IsNull(row) ? null : Value(row);

    /// <summary>Whether the value is missing.</summary>
    public bool IsNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        return valid is not null && (valid[row >> 6] >> (row & 63) & 1) == 0;
    }

    private protected abstract object Value(int row);
}

/// <summary>Values of fixed width.</summary>
public sealed class NumberData : ColumnData
{
    private static readonly BigInteger LargestDecimal = new(decimal.MaxValue);

    private readonly byte[] bytes;

    internal NumberData(TableType type, int count, ulong[]? valid, byte[] bytes) : base(type, count, valid) => this.bytes = bytes;

    /// <summary>All values, <c>[rows]</c>; missing ones are any number.</summary>
    /// <typeparam name="T">A number of the type's <see cref="TableType.Size"/>.</typeparam>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> has another size.</exception>
    public ReadOnlySpan<T> As<T>() where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != Type.Size) throw new InvalidOperationException($"{Type} is not read as {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(bytes)[..Count];
    }

    /// <summary>The number, exact where double precision allows it; NaN when missing.</summary>
    public double Double(int row) => IsNull(row) ? double.NaN : Type.Kind switch
    {
        TableKind.Float => As<float>()[row],
        TableKind.Double => As<double>()[row],
        TableKind.UInt64 => As<ulong>()[row],
        TableKind.Decimal => (double)As<Int128>()[row] / Math.Pow(10, Type.Scale),
        _ => Int64(row),
    };

    /// <summary>The whole number, of every kind that fits; dates and times as their counts.</summary>
    /// <exception cref="InvalidOperationException">The column holds fractions or unsigned 64-bit numbers.</exception>
    public long Int64(int row) => Type.Kind switch
    {
        TableKind.Boolean or TableKind.UInt8 => bytes[row],
        TableKind.Int8 => (sbyte)bytes[row],
        TableKind.Int16 => As<short>()[row],
        TableKind.UInt16 => As<ushort>()[row],
        TableKind.Int32 or TableKind.Date => As<int>()[row],
        TableKind.UInt32 => As<uint>()[row],
        TableKind.Int64 or TableKind.Timestamp => As<long>()[row],
        _ => throw new InvalidOperationException($"{Type} is no whole number."),
    };

    internal ReadOnlyMemory<byte> Raw(int first, int count) => bytes.AsMemory(first * Type.Size, count * Type.Size);

    private protected override object Value(int row) => Type.Kind switch
    {
        TableKind.Boolean => bytes[row] != 0,
        TableKind.UInt64 => As<ulong>()[row],
        TableKind.Float => As<float>()[row],
        TableKind.Double => As<double>()[row],
        TableKind.Decimal => Decimal(As<Int128>()[row]),
        TableKind.Date => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(As<int>()[row]),
        TableKind.Timestamp =>
            new DateTime(checked(DateTime.UnixEpoch.Ticks + As<long>()[row] * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified),
        _ => Int64(row),
    };

    private object Decimal(Int128 unscaled)
    {
        if (Type.Scale <= 28 && BigInteger.Abs(unscaled) <= LargestDecimal)
        {
            var magnitude = (UInt128)Int128.Abs(unscaled);
            return new decimal(
                (int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), unscaled < 0, (byte)Type.Scale);
        }
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Type.Scale + 1, '0');
        return $"{(unscaled < 0 ? "-" : "")}{digits[..^Type.Scale]}{(Type.Scale > 0 ? "." : "")}{digits[^Type.Scale..]}";
    }
}

/// <summary>Text, bytes or JSON.</summary>
public sealed class TextData : ColumnData
{
    private readonly byte[] bytes;
    private readonly int[] ends;

    internal TextData(TableType type, int count, ulong[]? valid, byte[] bytes, int[] ends)
        : base(type, count, valid)
    {
        this.bytes = bytes;
        this.ends = ends;
    }

    /// <summary>
    /// The bytes of a value, UTF-8 but for <see cref="TableKind.Bytes"/>; empty when missing. Valid as long as the chunk.
    /// </summary>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        var start = row == 0 ? 0 : ends[row - 1];
        return bytes.AsSpan(start, ends[row] - start);
    }

    /// <summary>The bytes of neighbouring values.</summary>
    internal ReadOnlyMemory<byte> Raw(int first, int count)
    {
        var start = first == 0 ? 0 : ends[first - 1];
        return bytes.AsMemory(start, (count == 0 ? start : ends[first + count - 1]) - start);
    }

    private protected override object Value(int row) => Type.Kind switch
    {
        TableKind.Bytes => Utf8(row).ToArray(),
        // A text among values of other kinds is that text, without its quotes.
        TableKind.Json when Utf8(row) is [(byte)'"', ..] quoted => JsonSerializer.Deserialize<string>(quoted)!,
        _ => Encoding.UTF8.GetString(Utf8(row)),
    };
}

/// <summary>Lists.</summary>
public sealed class ListData : ColumnData
{
    private readonly (int Start, int Length)[] ranges;

    internal ListData(TableType type, int count, ulong[]? valid, (int Start, int Length)[] ranges, ColumnData items)
        : base(type, count, valid)
    {
        this.ranges = ranges;
        Items = items;
    }

    /// <summary>The values of all lists.</summary>
    public ColumnData Items { get; }

    /// <summary>Where the values of a list lie in <see cref="Items"/>.</summary>
    public (int Start, int Length) Range(int row) => ranges[row];

    private protected override object Value(int row)
    {
        var (start, length) = ranges[row];
        var list = new object?[length];
        for (var i = 0; i < length; i++) list[i] = Items[start + i];
        return list;
    }
}

/// <summary>Structs.</summary>
public sealed class StructData : ColumnData
{
    internal StructData(TableType type, int count, ulong[]? valid, IReadOnlyList<ColumnData> fields)
        : base(type, count, valid) => Fields = fields;

    /// <summary>The fields, in the type's order; each has a value for each row.</summary>
    public IReadOnlyList<ColumnData> Fields { get; }

    private protected override object Value(int row)
    {
        var values = new KeyValuePair<string, object?>[Fields.Count];
        for (var i = 0; i < values.Length; i++) values[i] = new(Type.Fields[i].Name, Fields[i][row]);
        return values;
    }
}
