using System.Numerics.Tensors;
using OmniHelix.Data.Tokens;
using OmniHelix.Metrics;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>
/// The probability of each class or label of a test split, beside whether it applies; rows without a label are left out.
/// </summary>
/// <param name="Width">Classes or labels.</param>
internal sealed record ClassOutcomes(int Width)
{
    private readonly List<bool> truth = [];
    private readonly List<float> probabilities = [];

    /// <summary>The outcomes of one class, or of all of them one after the other.</summary>
    /// <param name="k">Its number; null for all.</param>
    public (bool[] Truth, double[] Probability) Of(int? k)
    {
        var places = k is { } one
            ? Enumerable.Range(0, truth.Count / Width).Select(row => row * Width + one)
            : Enumerable.Range(0, truth.Count);
        int[] at = [.. places];
        return (Array.ConvertAll(at, i => truth[i]), Array.ConvertAll(at, i => (double)probabilities[i]));
    }

    /// <summary>The outcomes of a store.</summary>
    /// <param name="tokens">Built with labels.</param>
    /// <param name="logits">Raw outputs of each row, as <see cref="Inference.Predictor.Logits"/> gives them.</param>
    public static ClassOutcomes Of(RaggedTokens tokens, float[][] logits)
    {
        var labels = tokens.Labels ?? throw new ArgumentException("The store has no labels.", nameof(tokens));
        var outcomes = new ClassOutcomes(labels.Outputs);
        var perBase = labels.Task.Unit == TaskUnit.Token;
        foreach (var record in tokens.Records())
        {
            if (labels.Task.Unit == TaskUnit.Pair)
            {
                outcomes.AddPairs(record.TruePairs(), record.PerPair(logits));
                continue;
            }
            var scores = perBase ? record.PerBase(logits, labels.Outputs) : record.Mean(logits);
            if (labels.Task.Target == TaskTarget.Classes) outcomes.Add(tokens.Targets(record.FirstRow), scores);
            else outcomes.Add(perBase ? record.TrueClasses() : tokens.Classes(record.FirstRow), scores);
        }
        return outcomes;
    }

    // One class of several for each row.
    private void Add(ReadOnlySpan<int> classes, ReadOnlySpan<float> scores)
    {
        var row = new float[Width];
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] < 0) continue;
            SoftMax.Write(scores.Slice(i * Width, Width), row);
            probabilities.AddRange(row);
            for (var k = 0; k < Width; k++) truth.Add(k == classes[i]);
        }
    }

    // Of two classes, each pair once.
    private void AddPairs(ReadOnlySpan<float> values, ReadOnlySpan<float> logits)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i])) continue;
            var probability = 1 / (1 + MathF.Exp(-logits[i]));
            probabilities.AddRange([1 - probability, probability]);
            truth.AddRange([values[i] == 0, values[i] == 1]);
        }
    }

    // Labels that apply or not, of one sequence.
    private void Add(ReadOnlySpan<float> targets, ReadOnlySpan<float> scores)
    {
        if (float.IsNaN(TensorPrimitives.Sum(targets))) return;
        var row = new float[Width];
        TensorPrimitives.Sigmoid(scores, row);
        probabilities.AddRange(row);
        foreach (var target in targets) truth.Add(target >= 0.5f);
    }
}
