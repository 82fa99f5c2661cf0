using System.Globalization;
using System.Text;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Delimited;

/// <summary>
/// A list as NumPy prints an array of one dimension: <c>[ 8 11]</c>, whole numbers to the right of columns of one width, texts in
/// quotes, at most 75 characters a line.
/// </summary>
internal static class PrintedArray
{
    private const int LineWidth = 75;

    /// <summary>Whether lists of this type can be printed: of whole numbers or texts.</summary>
    public static bool Holds(ListData list) => list.Items is TextData { Type.Kind: TableKind.Text } or NumberData
    {
        Type.Kind: TableKind.Int8 or TableKind.Int16 or TableKind.Int32 or TableKind.Int64
            or TableKind.UInt8 or TableKind.UInt16 or TableKind.UInt32,
    };

    /// <summary>The list of a row.</summary>
    public static string Text(ListData list, int row)
    {
        var (start, length) = list.Range(row);
        var words = new string[length];
        for (var i = 0; i < length; i++) words[i] = Word(list.Items, start + i);
        var width = list.Items is NumberData ? words.Select(word => word.Length).DefaultIfEmpty().Max() : 0;
        var text = new StringBuilder("[");
        var line = 1;
        for (var i = 0; i < length; i++)
        {
            var word = words[i].PadLeft(width);
            // A bracket may follow, which has to find room; a line that is empty yet takes anything.
            if (line > 1 && line + word.Length > LineWidth - 1)
            {
                text.Length--;
                text.Append("\n ");
                line = 1;
            }
            text.Append(word).Append(' ');
            line += word.Length + 1;
        }
        if (length > 0) text.Length--;
        return text.Append(']').ToString();
    }

    private static string Word(ColumnData items, int at) => items switch
    {
        TextData text => Quoted((string)text[at]!),
        _ => ((NumberData)items).Int64(at).ToString(CultureInfo.InvariantCulture),
    };

    // As Python writes a text.
    private static string Quoted(string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal);
        return !text.Contains('\'') ? $"'{escaped}'"
            : !text.Contains('"') ? $"\"{escaped}\""
            : $"'{escaped.Replace("'", "\\'", StringComparison.Ordinal)}'";
    }
}
