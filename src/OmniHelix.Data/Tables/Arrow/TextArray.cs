using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Text or bytes of any length.</summary>
internal sealed class TextArray(ArrowField field, long length, ArrowBuffer? validity, ArrowOffsets offsets, ArrowBuffer values)
    : ArrowArray(field, length, validity)
{
    public override long Size(long first, long count)
    {
        var (start, end) = offsets.Range(first, count);
        return end - start + sizeof(int) * count;
    }

    public override ColumnData Read(long first, int count)
    {
        var ends = offsets.Ends(first, count);
        var bytes = GC.AllocateUninitializedArray<byte>(count == 0 ? 0 : ends[^1]);
        values.Read(offsets.Range(first, count).Start, bytes);
        var texts = ArrowTexts.Of(Field.Type, count, Valid(first, count), bytes, ends);
        if (Field.Type.Kind == TableKind.Text && !ArrowTexts.AreUtf8(bytes, ends)) throw ArrowTexts.NotUtf8(Field, values);
        return texts;
    }
}
