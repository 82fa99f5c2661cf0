using System.Text.Json;
using OmniHelix.Data.Records;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// A prediction as one line of JSON, with the keys of OmniGenBench's <c>autoinfer</c>: sequence, metadata, predictions, confidence,
/// probabilities, logits, last_hidden_state, error.
/// </summary>
/// <param name="labels">Names of the model's classes or targets.</param>
/// <param name="task">What the model predicts.</param>
/// <param name="withProbabilities">Also for tasks with a result per base.</param>
/// <param name="hiddenSize">Numbers of a hidden state.</param>
internal sealed class PredictionJson(IReadOnlyList<string> labels, TaskType task, bool withProbabilities, int hiddenSize)
{
    /// <summary>The record without a line break.</summary>
    public string Write(Prediction prediction) => JsonLine.Of(json =>
    {
        WriteRecord(json, prediction.Example);
        if (prediction.Error is { } error) WriteError(json, "error", error);
        else WriteResult(json, prediction);
    });

    /// <summary>
    /// Name, sequence, the second one of a pair, the label that was asked for, and metadata; a record without fields has its index, from 0.
    /// </summary>
    public static void WriteRecord(Utf8JsonWriter json, Example example)
    {
        json.WriteString("id", example.Id);
        json.WriteString("sequence", example.Sequence);
        if (example.Pair is { } pair) json.WriteString("pair", pair);
        if (example.Label is { } label)
        {
            json.WritePropertyName("label");
            RecordLabel.Write(json, label);
        }
        json.WritePropertyName("metadata");
        if (example.Metadata is { } metadata) metadata.WriteTo(json);
        else
        {
            json.WriteStartObject();
            json.WriteNumber("index", example.Record - 1);
            json.WriteEndObject();
        }
    }

    /// <summary>An error on one line.</summary>
    public static void WriteError(Utf8JsonWriter json, string name, OmniException error) =>
        json.WriteString(name, error.Describe().ReplaceLineEndings(""));

    /// <summary>What the model did not see of a sequence; nothing when it saw all of it.</summary>
    public static void WriteLosses(Utf8JsonWriter json, int cutBases, int unknownBases)
    {
        if (cutBases > 0) json.WriteNumber("truncated_bases", cutBases);
        if (unknownBases > 0) json.WriteNumber("unknown_bases", unknownBases);
    }

    /// <summary>Numbers as a list, or as a list of rows.</summary>
    public static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<float> values, int width, bool rows)
    {
        json.WriteStartArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (rows && i % width == 0) json.WriteStartArray();
            json.WriteNumberValue(values[i]);
            if (rows && i % width == width - 1) json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private void WriteResult(Utf8JsonWriter json, Prediction prediction)
    {
        if (prediction.Text is { } text)
        {
            json.WriteString("predictions", text);
            json.WriteNumber("score", prediction.Score!.Value);
            json.WriteBoolean("finished", prediction.IsFinished);
            WriteLosses(json, prediction.CutBases, prediction.UnknownBases);
            return;
        }
        if (task.Unit == TaskUnit.Pair)
        {
            PairPredictionFields.Write(json, prediction, task, withProbabilities);
            WriteRest(json, prediction);
            return;
        }
        var perBase = task.Unit == TaskUnit.Token;
        json.WritePropertyName("predictions");
        if (task.Target == TaskTarget.Number) WriteValues(json, prediction.Values, perBase);
        else if (task.Target == TaskTarget.Classes) WriteMarks(json, prediction);
        else if (!perBase) json.WriteStringValue(prediction.Labels[0]);
        else WriteTexts(json, prediction.Labels);
        if (task.Target == TaskTarget.Classes)
        {
            json.WritePropertyName("labels");
            WriteTexts(json, prediction.Labels);
        }
        if (prediction.Structure is { } structure) json.WriteString("structure", structure);
        if (prediction.StructureEnergy is { } energy) json.WriteNumber("structure_energy", energy);
        if (prediction.StructureError is { } problem) WriteError(json, "structure_error", problem);
        if (prediction.Confidence.Length > 0)
        {
            json.WriteNumber("confidence", prediction.Confidence.Average());
            if (perBase)
            {
                json.WritePropertyName("token_confidence");
                WriteNumbers(json, prediction.Confidence, 1, rows: false);
            }
        }
        if (prediction.Spread is { } spread)
        {
            json.WritePropertyName("spread");
            if (task.Target == TaskTarget.Number) WriteValues(json, spread, perBase);
            else if (task.Target == TaskTarget.Class && !perBase) json.WriteNumberValue(spread[0]);
            else WriteNumbers(json, spread, 1, rows: false);
        }
        if (prediction.Probabilities.Length > 0 && (!perBase || withProbabilities))
            WriteProbabilities(json, prediction.Probabilities, perBase);
        if (prediction.Logits is { } logits)
        {
            json.WritePropertyName("logits");
            WriteNumbers(json, logits, labels.Count, rows: perBase);
        }
        WriteRest(json, prediction);
    }

    private void WriteRest(Utf8JsonWriter json, Prediction prediction)
    {
        if (prediction.HiddenStates is { } hidden)
        {
            json.WritePropertyName("last_hidden_state");
            WriteNumbers(json, hidden, hiddenSize, rows: true);
        }
        WriteLosses(json, prediction.CutBases, prediction.UnknownBases);
    }

    // A single target needs no list around it.
    private void WriteValues(Utf8JsonWriter json, float[] values, bool perBase)
    {
        if (!perBase && labels.Count == 1) json.WriteNumberValue(values[0]);
        else WriteNumbers(json, values, labels.Count, rows: perBase && labels.Count > 1);
    }

    private void WriteMarks(Utf8JsonWriter json, Prediction prediction)
    {
        json.WriteStartArray();
        foreach (var label in labels) json.WriteNumberValue(prediction.Labels.Contains(label) ? 1 : 0);
        json.WriteEndArray();
    }

    private void WriteProbabilities(Utf8JsonWriter json, float[] probabilities, bool perBase)
    {
        json.WriteStartObject("probabilities");
        for (var k = 0; k < labels.Count; k++)
        {
            if (!perBase)
            {
                json.WriteNumber(labels[k], probabilities[k]);
                continue;
            }
            json.WriteStartArray(labels[k]);
            for (var i = k; i < probabilities.Length; i += labels.Count) json.WriteNumberValue(probabilities[i]);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
