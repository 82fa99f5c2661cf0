using System.Numerics.Tensors;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Rna.Decoding;

namespace OmniHelix.Inference;

/// <summary>Turns the raw outputs of a record into what a user reads.</summary>
internal sealed class PredictionDecoder
{
    private const float Threshold = 0.5f;

    private readonly OmniModel model;
    private readonly InferenceOptions options;
    private readonly NotFinite notFinite;
    private readonly int[]? brackets;
    private readonly HybridStructureDecoder? hybrid;

    /// <param name="ready">Speaks for all where they agree.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="notFinite">Knows all models.</param>
    /// <exception cref="UsageException">OH1822, OH5312: how structures are drawn does not fit the model.</exception>
    public PredictionDecoder(PretrainedModel ready, InferenceOptions options, NotFinite notFinite)
    {
        model = ready.Model;
        this.options = options;
        this.notFinite = notFinite;
        Outputs = model.LabelNames.Count;
        if (!HasStructures(model)) return;
        brackets = StructurePredictions.Order(model.LabelNames);
        if (StructureChoice.Of(model, ready.Folder, options) is { } folding)
            hybrid = new HybridStructureDecoder(folding.Weight, folding.Gamma);
    }

    /// <summary>Raw outputs per token or sequence.</summary>
    public int Outputs { get; }

    /// <summary>True when the classes are the three of dot-bracket notation.</summary>
    public static bool HasStructures(OmniModel model) => StructurePredictions.Apply(model.Task, model.LabelNames);

    /// <summary>Decodes one record without error.</summary>
    /// <param name="tokens">Its rows.</param>
    /// <param name="logits">Raw outputs of every row.</param>
    /// <param name="hidden">Hidden states of every row; null when not wanted.</param>
    /// <param name="spread">Of every row, how far the models of an ensemble are apart; null of a single model.</param>
    public Prediction Decode(RecordTokens tokens, float[][] logits, float[][]? hidden, float[][]? spread = null)
    {
        var example = tokens.Example;
        if (model is PairModel pairs) return OfPairs(pairs, tokens, logits, hidden, spread);
        var scores = model.Task.Unit == TaskUnit.Token ? tokens.PerBase(logits, Outputs) : tokens.Mean(logits);
        if (notFinite.In(scores, example) is { } error) return new Prediction { Example = example, Error = error };
        var prediction = new Prediction
        {
            Example = example,
            CutBases = tokens.CutBases,
            Logits = options.Logits ? scores : null,
            Spread = Spread(tokens, scores, spread),
            HiddenStates = hidden is null ? null : tokens.PerBase(hidden, model.HiddenSize),
        };
        return model.Task.Target switch
        {
            TaskTarget.Class => Structure(Classes(prediction, scores)),
            TaskTarget.Classes => MultiLabel(prediction, scores),
            _ => prediction with { Values = scores },
        };
    }

    private Prediction OfPairs(PairModel pairs, RecordTokens tokens, float[][] logits, float[][]? hidden, float[][]? spread)
    {
        var example = tokens.Example;
        float[] scores;
        try
        {
            scores = tokens.PerPair(logits);
        }
        catch (OmniException e)
        {
            return new Prediction { Example = example, Error = e };
        }
        if (notFinite.In(scores, example) is { } error) return new Prediction { Example = example, Error = error };
        var prediction = new Prediction
        {
            Example = example,
            CutBases = tokens.CutBases,
            Logits = options.Logits ? scores : null,
            Spread = spread is null ? null : tokens.PerPair(spread),
            HiddenStates = hidden is null ? null : tokens.PerBase(hidden, model.HiddenSize),
        };
        return model.Task.Target == TaskTarget.Class
            ? ContactMap.Of(prediction, scores, tokens.Bases, pairs.Pairs.MinDistance!.Value)
            : prediction with { Values = scores };
    }

    // Of classes that of the one that is told.
    private float[]? Spread(RecordTokens tokens, float[] scores, float[][]? spread)
    {
        if (spread is null) return null;
        var all = model.Task.Unit == TaskUnit.Token ? tokens.PerBase(spread, Outputs) : tokens.Mean(spread);
        if (model.Task.Target != TaskTarget.Class) return all;
        var told = new float[all.Length / Outputs];
        for (var i = 0; i < told.Length; i++)
            told[i] = all[i * Outputs + TensorPrimitives.IndexOfMax(scores.AsSpan(i * Outputs, Outputs))];
        return told;
    }

    private Prediction Classes(Prediction prediction, float[] scores)
    {
        var count = scores.Length / Outputs;
        var probabilities = new float[scores.Length];
        var labels = new string[count];
        var confidence = new float[count];
        for (var i = 0; i < count; i++)
        {
            var row = probabilities.AsSpan(i * Outputs, Outputs);
            SoftMax.Write(scores.AsSpan(i * Outputs, Outputs), row);
            var best = TensorPrimitives.IndexOfMax(row);
            labels[i] = model.LabelNames[best];
            confidence[i] = row[best];
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
            var sequence = prediction.Example.Sequence.AsSpan(0, count);
            if (hybrid is null) return prediction with { Structure = StructurePredictions.Nested(sequence, ordered).ToDotBracket() };
            var folded = hybrid.Decode(sequence, ordered);
            return prediction with { Structure = folded.Structure.ToDotBracket(), StructureEnergy = folded.Energy };
        }
        catch (OmniException e)
        {
            return prediction with { StructureError = e };
        }
    }
}
