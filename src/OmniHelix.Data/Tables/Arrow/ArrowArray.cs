using System.Buffers.Binary;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>A column of a record batch, or a level of one: any stretch of its values can be read.</summary>
/// <param name="field">What it is.</param>
/// <param name="length">Number of values.</param>
/// <param name="validity">Which values are there; null when all are.</param>
internal abstract class ArrowArray(ArrowField field, long length, ArrowBuffer? validity)
{
    public ArrowField Field { get; } = field;

    public long Length { get; } = length;

    /// <summary>Bytes that a stretch takes in memory, roughly.</summary>
    public abstract long Size(long first, long count);

    /// <summary>Reads a stretch.</summary>
    public abstract ColumnData Read(long first, int count);

    protected ulong[]? Valid(long first, int count) => validity is null || count == 0 ? null : ArrowBits.Read(validity, first, count);
}

/// <summary>Nothing but missing values.</summary>
internal sealed class NullArray(ArrowField field, long length) : ArrowArray(field, length, null)
{
    public override long Size(long first, long count) => 4 * count;

    public override ColumnData Read(long first, int count) => new TextData(Field.Type, count, new ulong[(count + 63) / 64], [], new int[count]);
}

/// <summary>Values of one width.</summary>
internal sealed class FixedArray(ArrowField field, long length, ArrowBuffer? validity, ArrowBuffer values) : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => Math.Max(Field.Width, Field.Type.Size) * count;

    public override ColumnData Read(long first, int count)
    {
        var valid = Valid(first, count);
        if (Field.Layout == ArrowLayout.Boolean)
        {
            var bits = count == 0 ? [] : ArrowBits.Read(values, first, count);
            var flags = new byte[count];
            for (var i = 0; i < count; i++) flags[i] = ArrowBits.IsSet(bits, i) ? (byte)1 : (byte)0;
            return new NumberData(Field.Type, count, valid, flags);
        }
        var size = (long)count * Field.Width;
        if (size > Array.MaxLength) throw new OmniException("OH1219", "the values of one row exceed 2 GiB");
        var bytes = GC.AllocateUninitializedArray<byte>((int)size);
        values.Read(first * Field.Width, bytes);
        if (Field.Layout != ArrowLayout.FixedBytes) return ArrowNumbers.Convert(Field, bytes, count, valid, values);
        var ends = new int[count];
        for (var i = 0; i < count; i++) ends[i] = (i + 1) * Field.Width;
        return ArrowTexts.Of(Field.Type, count, valid, bytes, ends);
    }
}

/// <summary>Offsets of text, bytes or lists; each value lies between two neighbours.</summary>
internal sealed class ArrowOffsets(ArrowBuffer buffer, bool isLarge, long length, long end)
{
    /// <summary>Where values <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> begin and end.</summary>
    public (long Start, long End) Range(long first, long count)
    {
        // Of an array without values the offsets may be absent.
        if (length == 0) return (0, 0);
        var (start, stop) = (At(first), At(first + count));
        return start >= 0 && stop >= start && stop <= end ? (start, stop) : throw Wrong(start, stop);
    }

    /// <summary>Ends of the values, counted from the start of the first.</summary>
    public int[] Ends(long first, int count)
    {
        var (start, stop) = Range(first, count);
        if (stop - start > Array.MaxLength) throw new OmniException("OH1219", "the values of one row exceed 2 GiB");
        var ends = new int[count];
        if (count == 0) return ends;
        if (isLarge)
        {
            var offsets = buffer.Read<long>(first + 1, count);
            for (var i = 0; i < count; i++) ends[i] = offsets[i] >= start && offsets[i] <= stop ? (int)(offsets[i] - start) : throw Wrong(start, offsets[i]);
        }
        else
        {
            var offsets = buffer.Read<int>(first + 1, count);
            for (var i = 0; i < count; i++) ends[i] = offsets[i] >= start && offsets[i] <= stop ? (int)(offsets[i] - start) : throw Wrong(start, offsets[i]);
        }
        for (var i = 1; i < count; i++)
            if (ends[i] < ends[i - 1]) throw Wrong(ends[i - 1] + start, ends[i] + start);
        return ends;
    }

    private long At(long index)
    {
        Span<byte> offset = stackalloc byte[8];
        buffer.Read(index * (isLarge ? 8 : 4), isLarge ? offset : offset[..4]);
        return isLarge ? BinaryPrimitives.ReadInt64LittleEndian(offset) : BinaryPrimitives.ReadInt32LittleEndian(offset);
    }

    private OmniException Wrong(long start, long stop) => buffer.Broken(FormattableString.Invariant($"offsets of values go from {start} to {stop}, where {end} is the last"));
}

/// <summary>Text or bytes of any length.</summary>
internal sealed class TextArray(ArrowField field, long length, ArrowBuffer? validity, ArrowOffsets offsets, ArrowBuffer values) : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => offsets.Range(first, count) is var (start, end) ? end - start + 4 * count : 0;

    public override ColumnData Read(long first, int count)
    {
        var ends = offsets.Ends(first, count);
        var bytes = GC.AllocateUninitializedArray<byte>(count == 0 ? 0 : ends[^1]);
        values.Read(offsets.Range(first, count).Start, bytes);
        var texts = ArrowTexts.Of(Field.Type, count, Valid(first, count), bytes, ends);
        return Field.Type.Kind != TableKind.Text || ArrowTexts.AreUtf8(bytes, ends) ? texts : throw values.Broken($"the texts of column '{Field.Name}' are not valid UTF-8");
    }
}

/// <summary>Lists of any length.</summary>
internal sealed class ListArray(ArrowField field, long length, ArrowBuffer? validity, ArrowOffsets offsets, ArrowArray items) : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => offsets.Range(first, count) is var (start, end) ? items.Size(start, end - start) + 8 * count : 0;

    public override ColumnData Read(long first, int count)
    {
        var (ends, valid) = (offsets.Ends(first, count), Valid(first, count));
        var ranges = new (int, int)[count];
        for (var i = 0; i < count; i++)
            if (ArrowBits.IsSet(valid, i)) ranges[i] = i == 0 ? (0, ends[0]) : (ends[i - 1], ends[i] - ends[i - 1]);
        return new ListData(Field.Type, count, valid, ranges, items.Read(offsets.Range(first, count).Start, count == 0 ? 0 : ends[^1]));
    }
}

/// <summary>Lists of one length.</summary>
internal sealed class FixedListArray(ArrowField field, long length, ArrowBuffer? validity, ArrowArray items) : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => items.Size(first * Field.Width, count * Field.Width) + 8 * count;

    public override ColumnData Read(long first, int count)
    {
        if ((long)count * Field.Width > Array.MaxLength) throw new OmniException("OH1219", "the values of one row exceed 2 GiB");
        var valid = Valid(first, count);
        var ranges = new (int, int)[count];
        for (var i = 0; i < count; i++)
            if (ArrowBits.IsSet(valid, i)) ranges[i] = (i * Field.Width, Field.Width);
        return new ListData(Field.Type, count, valid, ranges, items.Read(first * Field.Width, count * Field.Width));
    }
}

/// <summary>Structs.</summary>
internal sealed class StructArray(ArrowField field, long length, ArrowBuffer? validity, ArrowArray[] fields) : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => fields.Sum(f => f.Size(first, count));

    public override ColumnData Read(long first, int count) => new StructData(Field.Type, count, Valid(first, count), [.. fields.Select(f => f.Read(first, count))]);
}

/// <summary>Numbers of values of a dictionary.</summary>
internal sealed class DictionaryArray(ArrowField field, long length, ArrowBuffer? validity, ArrowBuffer numbers, ArrowDictionary dictionary) : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => count * dictionary.LargestValue;

    public override ColumnData Read(long first, int count)
    {
        var index = Field.Index!;
        var bytes = new byte[checked(count * index.Width)];
        numbers.Read(first * index.Width, bytes);
        var valid = Valid(first, count);
        var builder = ColumnBuilder.For(Field.Type);
        for (var i = 0; i < count; i++)
        {
            if (!ArrowBits.IsSet(valid, i)) builder.AddNull();
            else builder.Add(dictionary.Values, Number(bytes.AsSpan(i * index.Width), index) is var n && n < (ulong)dictionary.Values.Count ? (int)n : throw numbers.Broken(FormattableString.Invariant($"a value of column '{Field.Name}' has the number {n} of a dictionary of {dictionary.Values.Count}")));
        }
        return builder.Take();
    }

    // A negative number is as good as one that is too large.
    private static ulong Number(ReadOnlySpan<byte> bytes, ArrowIndex index) => index.Width switch
    {
        1 => index.IsSigned ? (ulong)(sbyte)bytes[0] : bytes[0],
        2 => index.IsSigned ? (ulong)BinaryPrimitives.ReadInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => index.IsSigned ? (ulong)BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };
}
