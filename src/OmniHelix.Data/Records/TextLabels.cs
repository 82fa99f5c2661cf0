using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OmniHelix.Data.Records;

/// <summary>Labels out of texts, such as cells of delimited files.</summary>
internal static partial class TextLabels
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly char[] Separators = [',', ';', '|'];

    /// <summary>
    /// A list where the text is one: as JSON; of texts in quotes, as Python and NumPy print them, <c>['a', 'b']</c>; or of numbers, however
    /// they are written: <c>0,1,1</c>, <c>0;1;1</c>, <c>(0, 1, 1)</c>, <c>[0 1 1]</c>. What separates numbers is of one kind; where commas
    /// do, without brackets, they are 0 and 1, because a comma may also be decimal. Any other text is a label as it stands.
    /// </summary>
    /// <exception cref="OmniException">OH1205: a number that single precision does not hold.</exception>
    public static Label? Of(string text, string place)
    {
        if (text.Length == 0) return null;
        // Brackets without any number or quote are a structure.
        if (text is ['[', .., ']'] && text.Any(c => char.IsAsciiDigit(c) || c == '"') && Json(text, place) is { } list) return list;
        var inside = text.AsSpan().Trim();
        // A number in parentheses is no list.
        var isBracketed = inside is ['[', .., ']'] || (inside is ['(', .., ')'] && inside.Contains(','));
        if (isBracketed) inside = inside[1..^1].Trim();
        if (isBracketed && QuotedTexts.Match($"{inside}") is { Success: true } texts)
            return new ListLabel([.. texts.Groups["item"].Captures.Select(item => item.Value)]);
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

    /// <summary>The label as a text that is read as the same label.</summary>
    public static string TextOf(Label label) => label switch
    {
        TextLabel text => text.Text,
        NumberLabel number => number.Text,
        ListLabel list => new JsonArray([.. list.Items.Select(item => (JsonNode)item)]).ToJsonString(Readable),
        VectorLabel { Columns: 1 } vector => Row(vector.Values),
        VectorLabel vector => $"[{string.Join(", ", vector.Values.Chunk(vector.Columns).Select(row => Row(row)))}]",
        _ => throw new InvalidOperationException($"A label is no {label.GetType().Name}."),
    };

    private static string Row(IEnumerable<float> numbers) =>
        $"[{string.Join(", ", numbers.Select(n => float.IsNaN(n) ? "null" : n.ToString(CultureInfo.InvariantCulture)))}]";

    [GeneratedRegex("""^(?:(?:'(?<item>[^'\\]*)'|"(?<item>[^"\\]*)")(?:\s*,\s*|\s+|$))+$""", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedTexts { get; }

    private static Label? Json(string text, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonLabels.Read(json.RootElement, place);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
