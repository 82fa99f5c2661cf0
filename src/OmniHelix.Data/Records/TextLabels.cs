using System.Globalization;

namespace OmniHelix.Data.Records;

/// <summary>Labels out of texts, such as cells of delimited files.</summary>
internal static class TextLabels
{
    private static readonly char[] Separators = [',', ';', '|'];

    /// <summary>
    /// A list of numbers where the text is one, however it is written: <c>0,1,1</c>, <c>0;1;1</c>, <c>[0 1 1]</c> as NumPy prints it. What
    /// separates them is of one kind; where commas do, without brackets, they are 0 and 1, because a comma may also be decimal. Any other
    /// text is a label as it stands.
    /// </summary>
    /// <exception cref="OmniException">OH1205: a number that single precision does not hold.</exception>
    public static Label Of(string text, string place)
    {
        var inside = text.AsSpan().Trim();
        var isBracketed = inside is ['[', .., ']'];
        if (isBracketed) inside = inside[1..^1].Trim();
        var at = inside.IndexOfAny(Separators);
        var parts = at >= 0
            ? inside.ToString().Split(inside[at], StringSplitOptions.TrimEntries)
            : inside.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 && !(isBracketed && parts.Length == 1)) return new TextLabel(text);
        if (!isBracketed && at >= 0 && inside[at] == ',' && parts.Any(part => part is not ("0" or "1"))) return new TextLabel(text);
        var numbers = new float[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new TextLabel(text);
            numbers[i] = LabelNumbers.Single(number, place);
        }
        return new VectorLabel(numbers, 1);
    }
}
