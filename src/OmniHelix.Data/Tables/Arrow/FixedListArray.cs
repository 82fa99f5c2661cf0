using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Lists of one length.</summary>
internal sealed class FixedListArray(ArrowField field, long length, ArrowBuffer? validity, ArrowArray items)
    : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => items.Size(first * Field.Width, count * Field.Width) + 2 * sizeof(int) * count;

    public override ColumnData Read(long first, int count)
    {
        var all = ArrayLength((long)count * Field.Width);
        var valid = Valid(first, count);
        var ranges = new (int, int)[count];
        for (var i = 0; i < count; i++)
            if (ArrowBits.IsSet(valid, i)) ranges[i] = (i * Field.Width, Field.Width);
        return new ListData(Field.Type, count, valid, ranges, items.Read(first * Field.Width, all));
    }
}
