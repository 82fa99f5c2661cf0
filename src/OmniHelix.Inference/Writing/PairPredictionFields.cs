using System.Text;
using System.Text.Json;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// What is written of a prediction for pairs of bases: <c>contacts</c>, each as <c>[first, second, probability]</c> with positions from 0,
/// or the matrix of numbers as <c>predictions</c>; the matrices of probabilities and logits where they are asked for.
/// </summary>
internal static class PairPredictionFields
{
    /// <summary>As fields of a record.</summary>
    public static void Write(Utf8JsonWriter json, Prediction prediction, TaskType task, bool withProbabilities)
    {
        if (task.Target == TaskTarget.Class)
        {
            json.WritePropertyName("contacts");
            WriteContacts(json, prediction.Contacts);
            if (withProbabilities) Matrix(json, "probabilities", prediction.Probabilities);
        }
        else Matrix(json, "predictions", prediction.Values);
        if (prediction.Spread is { } spread) Matrix(json, "spread", spread);
        if (prediction.Logits is { } logits) Matrix(json, "logits", logits);
    }

    /// <summary>As columns of a table; lists are JSON.</summary>
    public static IEnumerable<(string Name, Func<Prediction, string> Cell)> Columns(TaskType task, PredictionColumns wanted)
    {
        if (task.Target == TaskTarget.Class)
        {
            yield return ("contacts", p => p.Error is null ? Text(json => WriteContacts(json, p.Contacts)) : "");
            if (wanted.Probabilities) yield return ("probabilities", p => Text(p.Probabilities));
        }
        else yield return ("prediction", p => Text(p.Values));
        if (wanted.Spread) yield return ("spread", p => Text(p.Spread ?? []));
        if (wanted.Logits) yield return ("logits", p => Text(p.Logits ?? []));
    }

    private static void Matrix(Utf8JsonWriter json, string name, float[] values)
    {
        json.WritePropertyName(name);
        WriteRows(json, values);
    }

    private static void WriteRows(Utf8JsonWriter json, float[] values) =>
        PredictionJson.WriteNumbers(json, values, (int)Math.Sqrt(values.Length), rows: true);

    private static void WriteContacts(Utf8JsonWriter json, IReadOnlyList<Contact> contacts)
    {
        json.WriteStartArray();
        foreach (var (first, second, probability) in contacts)
        {
            json.WriteStartArray();
            json.WriteNumberValue(first);
            json.WriteNumberValue(second);
            json.WriteNumberValue(probability);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static string Text(float[] values) => values.Length == 0 ? "" : Text(json => WriteRows(json, values));

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
