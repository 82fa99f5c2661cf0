using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>The values of a dictionary, as they are at some place of the file.</summary>
/// <param name="Values">The values.</param>
/// <param name="LargestValue">Most bytes that one takes.</param>
internal sealed record ArrowDictionary(ColumnData Values, long LargestValue)
{
    public static ArrowDictionary Of(ColumnData values)
    {
        var largest = 0L;
        for (var i = 0; i < values.Count; i++) largest = Math.Max(largest, Size(values, i));
        return new(values, largest);
    }

    /// <summary>Those values, and further ones behind them.</summary>
    public ArrowDictionary And(ColumnData more)
    {
        var builder = ColumnBuilder.For(Values.Type);
        for (var i = 0; i < Values.Count; i++) builder.Add(Values, i);
        for (var i = 0; i < more.Count; i++) builder.Add(more, i);
        return Of(builder.Take());
    }

    private static long Size(ColumnData values, int row) => values switch
    {
        TextData texts => texts.Utf8(row).Length + sizeof(int),
        ListData lists => Size(lists.Items, lists.Range(row)) + 2 * sizeof(int),
        StructData structs => structs.Fields.Sum(f => Size(f, row)),
        _ => values.Type.Size,
    };

    private static long Size(ColumnData items, (int Start, int Length) range) =>
        Enumerable.Range(range.Start, range.Length).Sum(i => Size(items, i));
}
