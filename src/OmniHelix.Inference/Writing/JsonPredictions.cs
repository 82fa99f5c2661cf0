using System.Text.Encodings.Web;

namespace OmniHelix.Inference.Writing;

/// <summary>One JSON object a line.</summary>
internal sealed class JsonLinePredictions(TextWriter output, PredictionJson json) : PredictionWriter(output)
{
    public override void Write(Prediction prediction) => Output.Write(json.Write(prediction) + "\n");
}

/// <summary>The document of <c>autoinfer</c>, a record a line; the number of sequences stands at the end, where it is known.</summary>
internal sealed class JsonPredictions(TextWriter output, PredictionJson json, string model) : PredictionWriter(output)
{
    private long count;

    public override void Begin() =>
        Output.Write($"{{\n  \"model\": \"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(model)}\",\n  \"results\": [");

    public override void Write(Prediction prediction) => Output.Write((count++ == 0 ? "\n    " : ",\n    ") + json.Write(prediction));

    public override void End() => Output.Write(FormattableString.Invariant($"\n  ],\n  \"total_sequences\": {count}\n}}\n"));
}
