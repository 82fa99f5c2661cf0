using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.Tables.Json;

namespace OmniHelix.Data.Records;

/// <summary>Labels out of JSON values.</summary>
internal static class JsonLabels
{
    public static Label? Read(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => TextLabels.Of(JsonTexts.Of(value, place), place),
        JsonValueKind.Number => new NumberLabel(value.GetDouble()),
        JsonValueKind.True => new TextLabel("true"),
        JsonValueKind.False => new TextLabel("false"),
        JsonValueKind.Array => ReadArray(value, place),
        _ => throw JsonTexts.Bad("the label is an object; text, a number or a list was expected", place),
    };

    /// <summary>Several label fields as the columns of one vector label; all must be numbers, or lists of numbers of one length.</summary>
    public static Label? Combine(IReadOnlyList<Label?> columns, string place)
    {
        if (columns.All(c => c is null)) return null;
        var vectors = columns.Select(c => Numbers(c, place)).ToArray();
        if (vectors.Any(v => v.Length != vectors[0].Length))
            throw JsonTexts.Bad($"the label fields have different lengths: {string.Join(", ", vectors.Select(v => v.Length))}", place);
        var values = new float[vectors[0].Length * vectors.Length];
        for (var row = 0; row < vectors[0].Length; row++)
            for (var column = 0; column < vectors.Length; column++) values[row * vectors.Length + column] = vectors[column][row];
        return new VectorLabel(values, vectors.Length);
    }

    private static float[] Numbers(Label? label, string place) => label switch
    {
        null => [float.NaN],
        NumberLabel number => [LabelNumbers.Single(number.Value, place)],
        VectorLabel { Columns: 1 } vector => vector.Values,
        TextLabel text when float.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) =>
            [LabelNumbers.Single(value, place)],
        _ => throw JsonTexts.Bad("several label fields must each hold a number or a list of numbers", place),
    };

    private static Label ReadArray(JsonElement array, string place)
    {
        var kind = array.EnumerateArray().Select(i => i.ValueKind).FirstOrDefault(k => k != JsonValueKind.Null, JsonValueKind.Number);
        switch (kind)
        {
            case JsonValueKind.Number:
                return new VectorLabel(Row(array, place), 1);
            case JsonValueKind.String:
                if (array.EnumerateArray().Any(i => i.ValueKind != JsonValueKind.String)) throw Mixed(place);
                return new ListLabel([.. array.EnumerateArray().Select(i => JsonTexts.Of(i, place))]);
            case JsonValueKind.Array:
                if (array.EnumerateArray().Any(i => i.ValueKind != JsonValueKind.Array)) throw Mixed(place);
                var rows = array.EnumerateArray().Select(i => Row(i, place)).ToArray();
                if (rows[0].Length == 0 || rows.Any(r => r.Length != rows[0].Length))
                    throw JsonTexts.Bad("the rows of the label have different lengths or are empty", place);
                return new VectorLabel([.. rows.SelectMany(r => r)], rows[0].Length);
            default:
                throw Mixed(place);
        }
    }

    private static float[] Row(JsonElement array, string place) =>
    [
        .. array.EnumerateArray().Select(i => i.ValueKind switch
        {
            JsonValueKind.Number => LabelNumbers.Single(i.GetDouble(), place),
            JsonValueKind.Null => float.NaN,
            _ => throw Mixed(place),
        }),
    ];

    private static OmniException Mixed(string place) =>
        JsonTexts.Bad("a label list must hold only numbers, only texts, or rows of numbers", place);
}
