using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OmniHelix.Data.Columns;

/// <summary>Collects the values of a column; <see cref="Take"/> hands them over and starts afresh.</summary>
internal abstract class ColumnBuilder(TableType type)
{
    private ulong[]? valid;

    public TableType Type => type;

    public int Count { get; private set; }

    /// <summary>Bytes held, roughly.</summary>
    public abstract long Size { get; }

    public static ColumnBuilder For(TableType type) => type.Kind switch
    {
        TableKind.Text or TableKind.Bytes or TableKind.Json => new TextBuilder(type),
        TableKind.List => new ListBuilder(type),
        TableKind.Struct => new StructBuilder(type),
        _ => new NumberBuilder(type),
    };

    public void AddNull()
    {
        if (valid is null)
        {
            valid = new ulong[Count / 64 + 1];
            Array.Fill(valid, ulong.MaxValue);
        }
        Grow();
        valid[Count >> 6] &= ~(1UL << (Count & 63));
        AddPlaceholder();
        Count++;
    }

    public void Add(object? value)
    {
        if (value is null) AddNull();
        else
        {
            AddValue(value);
            Counted();
        }
    }

    /// <summary>Copies a value of a column of the same type.</summary>
    public void Add(ColumnData source, int row)
    {
        if (source.IsNull(row)) AddNull();
        else
        {
            AddCopy(source, row);
            Counted();
        }
    }

    /// <summary>Makes room for values that are about to be added.</summary>
    public virtual void Reserve(int values)
    {
    }

    public ColumnData Take()
    {
        var data = Finish(Count, valid);
        Count = 0;
        valid = null;
        return data;
    }

    protected abstract void AddPlaceholder();

    protected abstract void AddValue(object value);

    protected abstract void AddCopy(ColumnData source, int row);

    protected abstract ColumnData Finish(int count, ulong[]? valid);

    protected void Counted()
    {
        if (valid is not null) Grow();
        Count++;
    }

    protected ArgumentException Wrong(object value) =>
        new($"A value of type {value.GetType().Name} cannot be put into a column of {Type}.");

    private void Grow()
    {
        if (Count >> 6 < valid!.Length) return;
        var old = valid.Length;
        Array.Resize(ref valid, old * 2);
        valid.AsSpan(old).Fill(ulong.MaxValue);
    }
}

internal sealed class NumberBuilder(TableType type) : ColumnBuilder(type)
{
    // Rows that follow a huge one need not be huge.
    private const int MostKept = 1 << 16;

    private byte[] bytes = new byte[type.Size * 64];

    public override long Size => (long)Count * Type.Size;

    public void Add<T>(T value) where T : unmanaged
    {
        MemoryMarshal.Write(Next(), value);
        Counted();
    }

    public override void Reserve(int values)
    {
        var needed = checked((Count + values) * Type.Size);
        if (needed > bytes.Length) Array.Resize(ref bytes, needed);
    }

    protected override void AddPlaceholder() => Next().Clear();

    protected override void AddValue(object value)
    {
        var next = Next();
        switch (Type.Kind)
        {
            case TableKind.Boolean: next[0] = (bool)value ? (byte)1 : (byte)0; break;
            case TableKind.Float: MemoryMarshal.Write(next, Convert.ToSingle(value, CultureInfo.InvariantCulture)); break;
            case TableKind.Double: MemoryMarshal.Write(next, Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            case TableKind.UInt64: MemoryMarshal.Write(next, Convert.ToUInt64(value, CultureInfo.InvariantCulture)); break;
            case TableKind.Date:
                MemoryMarshal.Write(next, ((DateOnly)value).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
                break;
            case TableKind.Timestamp:
                MemoryMarshal.Write(next, (((DateTime)value).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
                break;
            case TableKind.Decimal: throw Wrong(value);
            default: AddInteger(next, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
        }
    }

    protected override void AddCopy(ColumnData source, int row) => ((NumberData)source).Raw(row, 1).Span.CopyTo(Next());

    protected override ColumnData Finish(int count, ulong[]? valid)
    {
        var data = new NumberData(Type, count, valid, bytes);
        bytes = new byte[Type.Size * Math.Clamp(count, 64, MostKept)];
        return data;
    }

    private void AddInteger(Span<byte> next, long value)
    {
        switch (Type.Kind)
        {
            case TableKind.Int8: MemoryMarshal.Write(next, checked((sbyte)value)); break;
            case TableKind.UInt8: MemoryMarshal.Write(next, checked((byte)value)); break;
            case TableKind.Int16: MemoryMarshal.Write(next, checked((short)value)); break;
            case TableKind.UInt16: MemoryMarshal.Write(next, checked((ushort)value)); break;
            case TableKind.Int32: MemoryMarshal.Write(next, checked((int)value)); break;
            case TableKind.UInt32: MemoryMarshal.Write(next, checked((uint)value)); break;
            default: MemoryMarshal.Write(next, value); break;
        }
    }

    private Span<byte> Next()
    {
        var start = checked(Count * Type.Size);
        if (start + Type.Size > bytes.Length) Array.Resize(ref bytes, bytes.Length * 2);
        return bytes.AsSpan(start, Type.Size);
    }
}

internal sealed class TextBuilder(TableType type) : ColumnBuilder(type)
{
    private const int MostKept = 1 << 20;

    private byte[] bytes = new byte[1024];
    private int[] ends = new int[64];
    private int used;

    public override long Size => used + 4L * Count;

    public void Add(ReadOnlySpan<byte> value)
    {
        Append(value);
        Counted();
    }

    public override void Reserve(int values)
    {
        if (Count + values > ends.Length) Array.Resize(ref ends, Count + values);
    }

    protected override void AddPlaceholder() => Append([]);

    protected override void AddValue(object value)
    {
        switch (value)
        {
            case string text when Type.Kind != TableKind.Bytes: Append(Encoding.UTF8.GetBytes(text)); break;
            case byte[] content when Type.Kind == TableKind.Bytes: Append(content); break;
            default: throw Wrong(value);
        }
    }

    protected override void AddCopy(ColumnData source, int row) => Append(((TextData)source).Utf8(row));

    protected override ColumnData Finish(int count, ulong[]? valid)
    {
        var data = new TextData(Type, count, valid, bytes, ends);
        bytes = new byte[Math.Clamp(used, 1024, MostKept)];
        ends = new int[Math.Clamp(count, 64, MostKept)];
        used = 0;
        return data;
    }

    private void Append(ReadOnlySpan<byte> value)
    {
        if (value.Length > bytes.Length - used)
        {
            var needed = (long)used + value.Length;
            if (needed > Array.MaxLength) throw new OmniException("OH1219", "the texts of one chunk of rows exceed 2 GiB");
            Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * bytes.Length)));
        }
        value.CopyTo(bytes.AsSpan(used));
        used += value.Length;
        if (Count == ends.Length) Array.Resize(ref ends, 2 * ends.Length);
        ends[Count] = used;
    }
}

internal sealed class ListBuilder(TableType type) : ColumnBuilder(type)
{
    private List<(int Start, int Length)> ranges = [];

    public ColumnBuilder Items { get; } = For(type.Element!);

    public override long Size => Items.Size + 8L * Count;

    /// <summary>Ends a list whose values were added to <see cref="Items"/> since its count was <paramref name="start"/>.</summary>
    public void Add(int start)
    {
        ranges.Add((start, Items.Count - start));
        Counted();
    }

    protected override void AddPlaceholder() => ranges.Add((Items.Count, 0));

    protected override void AddValue(object value)
    {
        var start = Items.Count;
        Items.Reserve(CountOf(value));
        foreach (var item in value as IEnumerable ?? throw Wrong(value)) Items.Add(item);
        ranges.Add((start, Items.Count - start));
    }

    protected override void AddCopy(ColumnData source, int row)
    {
        var list = (ListData)source;
        var (start, length) = list.Range(row);
        ranges.Add((Items.Count, length));
        for (var i = 0; i < length; i++) Items.Add(list.Items, start + i);
    }

    protected override ColumnData Finish(int count, ulong[]? valid)
    {
        var data = new ListData(Type, count, valid, [.. ranges], Items.Take());
        ranges = [];
        return data;
    }

    // 0 where only enumerating would tell.
    private static int CountOf(object value) => value switch
    {
        ICollection collection => collection.Count,
        IEnumerable<int> numbers when numbers.TryGetNonEnumeratedCount(out var count) => count,
        IEnumerable<string> texts when texts.TryGetNonEnumeratedCount(out var count) => count,
        _ => 0,
    };
}

internal sealed class StructBuilder(TableType type) : ColumnBuilder(type)
{
    public ColumnBuilder[] Fields { get; } = [.. type.Fields.Select(f => For(f.Type))];

    public override long Size => Fields.Sum(f => f.Size);

    /// <summary>Ends a struct whose fields were all added.</summary>
    public void Add() => Counted();

    protected override void AddPlaceholder()
    {
        foreach (var field in Fields) field.AddNull();
    }

    protected override void AddValue(object value)
    {
        var values = (value as IEnumerable<KeyValuePair<string, object?>> ?? throw Wrong(value)).ToDictionary(v => v.Key, v => v.Value);
        for (var i = 0; i < Fields.Length; i++) Fields[i].Add(values.GetValueOrDefault(Type.Fields[i].Name));
    }

    protected override void AddCopy(ColumnData source, int row)
    {
        for (var i = 0; i < Fields.Length; i++) Fields[i].Add(((StructData)source).Fields[i], row);
    }

    protected override ColumnData Finish(int count, ulong[]? valid) =>
        new StructData(Type, count, valid, [.. Fields.Select(f => f.Take())]);
}
