using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables.Json;

namespace OmniHelix.Data.Records;

/// <summary>Labels out of typed columns.</summary>
internal static class ColumnLabels
{
    public static Label? Read(TableColumn column, ColumnData data, int row, string place)
    {
        if (data.IsNull(row)) return null;
        return data switch
        {
            TextData { Type.Kind: TableKind.Text } text => TextLabels.Of(Encoding.UTF8.GetString(text.Utf8(row)), place),
            NumberData { Type.Kind: TableKind.Boolean } flag => new TextLabel(flag.Int64(row) != 0 ? "true" : "false"),
            NumberData { Type.Kind: not (TableKind.Date or TableKind.Timestamp) } number =>
                column.ClassNames is { } names ? Named(number, row, names, place) : new NumberLabel(number.Double(row)),
            ListData list => OfList(list, row, place),
            _ => throw JsonTexts.Bad($"the label is of type {data.Type}; text, a number or a list was expected", place),
        };
    }

    // A data set marks rows without a label, such as those of a hidden test, with -1.
    private static TextLabel? Named(NumberData number, int row, IReadOnlyList<string> names, string place)
    {
        var value = number.Double(row);
        if (value == -1) return null;
        return value >= 0 && value < names.Count && value == Math.Floor(value)
            ? new TextLabel(names[(int)value])
            : throw JsonTexts.Bad(
                FormattableString.Invariant(
                    $"the label {value} is none of the {Plural.Count(names.Count, "class", "classes")} that the file names"), place);
    }

    private static Label OfList(ListData list, int row, string place)
    {
        var (start, length) = list.Range(row);
        switch (list.Items)
        {
            case TextData text:
                var items = new string[length];
                for (var i = 0; i < length; i++)
                    items[i] = text.IsNull(start + i)
                        ? throw JsonTexts.Bad("a list of classes has a missing one", place)
                        : Encoding.UTF8.GetString(text.Utf8(start + i));
                return new ListLabel(items);
            case NumberData numbers:
                return new VectorLabel(Row(numbers, start, length, place), 1);
            case ListData { Items: NumberData inner } rows:
                var columns = length == 0 ? 0 : rows.Range(start).Length;
                var values = new List<float>(length * columns);
                for (var i = start; i < start + length; i++)
                {
                    var (from, count) = rows.Range(i);
                    if (count != columns || count == 0)
                        throw JsonTexts.Bad("the rows of the label have different lengths or are empty", place);
                    values.AddRange(Row(inner, from, count, place));
                }
                return new VectorLabel([.. values], columns);
            default:
                throw JsonTexts.Bad($"the label is of type {list.Type}; lists hold only numbers, only texts, or rows of numbers", place);
        }
    }

    private static float[] Row(NumberData numbers, int start, int length, string place)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = numbers.IsNull(start + i) ? float.NaN : LabelNumbers.Single(numbers.Double(start + i), place);
        return values;
    }
}
