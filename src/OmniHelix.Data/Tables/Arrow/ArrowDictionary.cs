
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>The values of a dictionary, as they are at some place of the file.</summary>
/// <param name="Values">The values.</param>
/// <param name="LargestValue">Most bytes that one takes.</param>
internal sealed record ArrowDictionary(ColumnData Values, long LargestValue)
{
    public static ArrowDictionary Of(ColumnData values)
    {
        if (values is not TextData texts) return new(values, values is NumberData ? values.Type.Size : 1024);
        var largest = 0;
        for (var i = 0; i < texts.Count; i++) largest = Math.Max(largest, texts.Utf8(i).Length);
        return new(values, largest + 4);
    }

    /// <summary>Those values, and further ones behind them.</summary>
    public ArrowDictionary And(ColumnData more)
    {
        var builder = ColumnBuilder.For(Values.Type);
        for (var i = 0; i < Values.Count; i++) builder.Add(Values, i);
        for (var i = 0; i < more.Count; i++) builder.Add(more, i);
        return Of(builder.Take());
    }
}
