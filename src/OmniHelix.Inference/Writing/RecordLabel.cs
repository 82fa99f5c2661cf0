using System.Text.Json;
using OmniHelix.Data.Records;

namespace OmniHelix.Inference.Writing;

/// <summary>The label of a record as it stands in its file, beside what a model says.</summary>
internal static class RecordLabel
{
    /// <summary>In one cell, which is read as the same label: a list of a character for each base joined, others as JSON.</summary>
    public static string Text(Example example) => example.Label switch
    {
        null => "",
        ListLabel list when list.Items.Count == example.Sequence.Length && list.Items.All(item => item.Length == 1) =>
            string.Concat(list.Items),
        var label => label.ToText(),
    };

    /// <summary>As JSON; a missing number is null, and several targets of a base are a row.</summary>
    public static void Write(Utf8JsonWriter json, Label label)
    {
        switch (label)
        {
            case NumberLabel number:
                json.WriteNumberValue(number.Value);
                return;
            case ListLabel list:
                json.WriteStartArray();
                foreach (var item in list.Items) json.WriteStringValue(item);
                json.WriteEndArray();
                return;
            case VectorLabel vector:
                WriteRows(json, vector);
                return;
            default:
                json.WriteStringValue(label.ToText());
                return;
        }
    }

    private static void WriteRows(Utf8JsonWriter json, VectorLabel vector)
    {
        json.WriteStartArray();
        for (var i = 0; i < vector.Values.Length; i++)
        {
            if (vector.Columns > 1 && i % vector.Columns == 0) json.WriteStartArray();
            if (float.IsFinite(vector.Values[i])) json.WriteNumberValue(vector.Values[i]);
            else json.WriteNullValue();
            if (vector.Columns > 1 && i % vector.Columns == vector.Columns - 1) json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
