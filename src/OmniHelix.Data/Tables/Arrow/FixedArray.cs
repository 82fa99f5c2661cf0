using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Values of one width.</summary>
internal sealed class FixedArray(ArrowField field, long length, ArrowBuffer? validity, ArrowBuffer values)
    : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => Math.Max(Field.Width, Field.Type.Size) * count;

    public override ColumnData Read(long first, int count)
    {
        var valid = Valid(first, count);
        if (Field.Layout == ArrowLayout.Boolean) return Flags(first, count, valid);
        var bytes = GC.AllocateUninitializedArray<byte>(ArrayLength((long)count * Field.Width));
        values.Read(first * Field.Width, bytes);
        if (Field.Layout != ArrowLayout.FixedBytes) return ArrowNumbers.Convert(Field, bytes, count, valid, values);
        var ends = new int[count];
        for (var i = 0; i < count; i++) ends[i] = (i + 1) * Field.Width;
        return ArrowTexts.Of(Field.Type, count, valid, bytes, ends);
    }

    private NumberData Flags(long first, int count, ulong[]? valid)
    {
        var bits = count == 0 ? [] : ArrowBits.Read(values, first, count);
        var flags = new byte[count];
        for (var i = 0; i < count; i++) flags[i] = ArrowBits.IsSet(bits, i) ? (byte)1 : (byte)0;
        return new NumberData(Field.Type, count, valid, flags);
    }
}
