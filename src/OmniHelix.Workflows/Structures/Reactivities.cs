using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmniHelix.Workflows.Structures;

/// <summary>Reads the reactivities of a record: a JSON list, or numbers in a text, parted by commas, semicolons or blanks.</summary>
internal static class Reactivities
{
    private static readonly char[] Separators = [',', ';', ' ', '\t'];

    /// <summary>A number a base; NaN where nothing was measured.</summary>
    /// <exception cref="OmniException">OH1852: one is no number.</exception>
    public static double[] Read(JsonNode value) => value is JsonArray list
        ? [.. list.Select((item, at) => Number(item, at))]
        : [.. value.ToString().Trim('[', ']', ' ').Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(Number)];

    private static double Number(JsonNode? item, int at) => item switch
    {
        null => double.NaN,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<double>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Number(value.ToString(), at),
        _ => throw Wrong(item.ToJsonString(), at),
    };

    private static double Number(string word, int at) =>
        word.ToUpperInvariant() is "NA" or "NAN" or "NULL" or "NONE" ? double.NaN
        : double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw Wrong(word, at);

    private static OmniException Wrong(string word, int at) => new(
        "OH1852", $"the reactivity of base {at + 1} is '{(word.Length > 20 ? word[..20] + "…" : word)}'", null,
        "Give a number for each base, negative or null where nothing was measured.");
}
