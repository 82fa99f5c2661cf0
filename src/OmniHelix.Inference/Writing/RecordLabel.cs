using System.Text.Json;
using OmniHelix.Data.Records;

namespace OmniHelix.Inference.Writing;

/// <summary>The label of a record as it stands in its file, beside what a model says.</summary>
internal static class RecordLabel
{
    /// <summary>In one cell: items of lists separated by blanks; empty for none.</summary>
    public static string Text(Label? label) => label switch
    {
        null => "",
        TextLabel text => text.Text,
        NumberLabel number => number.Text,
        ListLabel list => string.Join(' ', list.Items),
        VectorLabel vector => DelimitedText.Numbers(vector.Values),
        _ => throw new ArgumentException($"A label of the kind {label.GetType().Name} has no text.", nameof(label)),
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
                json.WriteStringValue(Text(label));
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
