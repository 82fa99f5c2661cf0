using System.Numerics.Tensors;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;
using OmniHelix.Rna;

namespace OmniHelix.Inference;

/// <summary>Turns the raw outputs of a record into what a user reads.</summary>
internal sealed class PredictionDecoder
{
    private const float Threshold = 0.5f;

    private readonly OmniModel model;
    private readonly InferenceOptions options;
    private readonly int[]? brackets;

    public PredictionDecoder(OmniModel model, InferenceOptions options)
    {
        (this.model, this.options) = (model, options);
        Outputs = model.LabelNames.Count;
        if (HasStructures(model)) brackets = [.. new[] { "(", ")", "." }.Select(name => model.LabelNames.ToList().IndexOf(name))];
    }

    /// <summary>Raw outputs per token or sequence.</summary>
    public int Outputs { get; }

    /// <summary>True when the classes are the three of dot-bracket notation.</summary>
    public static bool HasStructures(OmniModel model) => model.Task == TaskType.TokenClassification && model.LabelNames.Count == 3 && new[] { "(", ")", "." }.All(model.LabelNames.Contains);

    /// <summary>Decodes one record without error.</summary>
    /// <param name="chunk">Its chunk.</param>
    /// <param name="record">Its number in the chunk.</param>
    /// <param name="logits">Raw outputs of every row.</param>
    /// <param name="hidden">Hidden states of every row; null when not wanted.</param>
    public Prediction Decode(RecordChunk chunk, int record, float[][] logits, float[][]? hidden)
    {
        var example = chunk.Examples[record];
        var scores = model.Task.Unit == TaskUnit.Token ? PerBase(chunk, record, chunk.Merge(record, logits, Outputs), Outputs) : MeanOfWindows(chunk, record, logits);
        if (NotFinite.In(scores, example) is { } error) return new Prediction { Example = example, Error = error };
        var prediction = new Prediction
        {
            Example = example,
            CutBases = example.Sequence.Length - chunk.Covered(record),
            Logits = options.Logits ? scores : null,
            HiddenStates = hidden is null ? null : PerBase(chunk, record, chunk.Merge(record, hidden, model.HiddenSize), model.HiddenSize),
        };
        return model.Task.Target switch
        {
            TaskTarget.Class => Structure(Classes(prediction, scores)),
            TaskTarget.Classes => MultiLabel(prediction, scores),
            _ => prediction with { Values = scores },
        };
    }

    private Prediction Classes(Prediction prediction, float[] scores)
    {
        var count = scores.Length / Outputs;
        var probabilities = new float[scores.Length];
        var (labels, confidence) = (new string[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var row = probabilities.AsSpan(i * Outputs, Outputs);
            TensorPrimitives.SoftMax(scores.AsSpan(i * Outputs, Outputs), row);
            var best = TensorPrimitives.IndexOfMax(row);
            (labels[i], confidence[i]) = (model.LabelNames[best], row[best]);
        }
        return prediction with { Labels = labels, Probabilities = probabilities, Confidence = confidence };
    }

    private Prediction MultiLabel(Prediction prediction, float[] scores)
    {
        var probabilities = new float[scores.Length];
        TensorPrimitives.Sigmoid(scores, probabilities);
        return prediction with
        {
            Labels = [.. model.LabelNames.Where((_, i) => probabilities[i] >= Threshold)],
            Probabilities = probabilities,
            Confidence = [probabilities.Max(p => Math.Max(p, 1 - p))],
        };
    }

    private Prediction Structure(Prediction prediction)
    {
        if (brackets is null) return prediction;
        var count = prediction.Labels.Count;
        var ordered = new float[prediction.Probabilities.Length];
        for (var i = 0; i < ordered.Length; i++) ordered[i] = prediction.Probabilities[i - i % 3 + brackets[i % 3]];
        try
        {
            return prediction with { Structure = NestedStructureDecoder.Decode(prediction.Example.Sequence.AsSpan(0, count), ordered, StructurePredictions.Decoding).ToDotBracket() };
        }
        catch (OmniException e)
        {
            return prediction with { StructureError = e };
        }
    }

    // A token of several bases gives each of them its result.
    private static float[] PerBase(RecordChunk chunk, int record, float[] perToken, int width)
    {
        var bases = chunk.Covered(record);
        if (perToken.Length == bases * width) return perToken;
        var result = new float[checked(bases * width)];
        var token = 0;
        foreach (var (row, start, end) in chunk.Parts(record))
        {
            foreach (var span in chunk.Tokens!.Spans(row)[start..end])
            {
                for (var i = span.Start; i < span.End; i++) perToken.AsSpan(token * width, width).CopyTo(result.AsSpan(i * width));
                token++;
            }
        }
        return result;
    }

    // Each window counts by the tokens it owns.
    private float[] MeanOfWindows(RecordChunk chunk, int record, float[][] logits)
    {
        var (first, end) = chunk.Rows(record);
        if (end - first == 1) return logits[first];
        var (mean, total) = (new float[Outputs], chunk.Parts(record).Sum(p => p.End - p.Start));
        foreach (var (row, start, stop) in chunk.Parts(record))
            TensorPrimitives.MultiplyAdd(logits[row], (float)(stop - start) / total, mean, mean);
        return mean;
    }
}
