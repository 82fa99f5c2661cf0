using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Lists of any length.</summary>
internal sealed class ListArray(ArrowField field, long length, ArrowBuffer? validity, ArrowOffsets offsets, ArrowArray items)
    : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count)
    {
        var (start, end) = offsets.Range(first, count);
        return items.Size(start, end - start) + 2 * sizeof(int) * count;
    }

    public override ColumnData Read(long first, int count)
    {
        var ends = offsets.Ends(first, count);
        var valid = Valid(first, count);
        var ranges = new (int, int)[count];
        for (var i = 0; i < count; i++)
        {
            var start = i == 0 ? 0 : ends[i - 1];
            if (ArrowBits.IsSet(valid, i)) ranges[i] = (start, ends[i] - start);
        }
        var values = items.Read(offsets.Range(first, count).Start, count == 0 ? 0 : ends[^1]);
        return new ListData(Field.Type, count, valid, ranges, values);
    }
}
