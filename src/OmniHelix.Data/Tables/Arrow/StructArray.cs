using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Structs.</summary>
internal sealed class StructArray(ArrowField field, long length, ArrowBuffer? validity, ArrowArray[] fields)
    : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count) => fields.Sum(f => f.Size(first, count));

    public override ColumnData Read(long first, int count) =>
        new StructData(Field.Type, count, Valid(first, count), [.. fields.Select(f => f.Read(first, count))]);
}
