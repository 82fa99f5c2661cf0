using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Nothing but missing values.</summary>
internal sealed class NullArray(ArrowField field, long length) : ArrowArray(field, length, null)
{
    public override long Size(long first, long count) => sizeof(int) * count;

    public override ColumnData Read(long first, int count) =>
        new TextData(Field.Type, count, new ulong[(count + 63) / 64], [], new int[count]);
}
