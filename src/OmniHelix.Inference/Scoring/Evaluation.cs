using System.Numerics.Tensors;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;
using OmniHelix.Metrics;

namespace OmniHelix.Inference.Scoring;

/// <summary>Metrics of predictions against the labels of a store.</summary>
/// <param name="Report">Every metric asked for.</param>
/// <param name="Confusion">Class counts; null for other tasks.</param>
/// <param name="Units">Class counts of each example, in order; null for other tasks.</param>
public sealed record Evaluation(MetricReport Report, ConfusionMatrix? Confusion, IReadOnlyList<UnitCounts>? Units)
{
    /// <summary>The defined metrics by name.</summary>
    public IReadOnlyDictionary<string, double> Values { get; } =
        Report.Values.Where(v => v.Value.IsDefined).ToDictionary(v => v.Key, v => v.Value.Value!.Value, StringComparer.Ordinal);

    /// <summary>Scores raw outputs.</summary>
    /// <param name="tokens">Store built with labels.</param>
    /// <param name="logits">Raw outputs of each row, as <see cref="Predictor.Logits"/> gives them.</param>
    /// <param name="metrics">Names from <see cref="MetricCatalog"/>.</param>
    public static Evaluation Of(RaggedTokens tokens, float[][] logits, IReadOnlyList<string> metrics)
    {
        var labels = tokens.Labels ?? throw new ArgumentException("The store has no labels.", nameof(tokens));
        return labels.Task.Target switch
        {
            TaskTarget.Class => Classes(tokens, logits, labels, metrics),
            TaskTarget.Classes => MultiLabel(tokens, logits, labels, metrics),
            _ => Regression(tokens, logits, labels, metrics),
        };
    }

    private static Evaluation Classes(RaggedTokens tokens, float[][] logits, LabelEncoder labels, IReadOnlyList<string> metrics)
    {
        var keepScores = metrics.Any(m => MetricCatalog.Find(m).NeedsScores);
        var evaluator = new ClassificationEvaluator(labels.Outputs, new ClassificationEvaluatorOptions { KeepScores = keepScores });
        foreach (var (first, end) in Examples(tokens))
        {
            if (labels.Task.Unit == TaskUnit.Token)
            {
                var (truth, scores) = (new List<int>(), new List<float>());
                for (var row = first; row < end; row++)
                {
                    var owned = tokens.Owned(row);
                    truth.AddRange(tokens.Classes(row)[owned.Start..owned.End]);
                    scores.AddRange(logits[row].AsSpan(owned.Start * labels.Outputs, (owned.End - owned.Start) * labels.Outputs));
                }
                evaluator.Add(truth.ToArray(), scores.ToArray(), [truth.Count]);
            }
            else evaluator.Add(tokens.Classes(first), Mean(tokens, logits, first, end));
        }
        return new Evaluation(evaluator.Compute(metrics), evaluator.Confusion, evaluator.Units);
    }

    private static Evaluation MultiLabel(RaggedTokens tokens, float[][] logits, LabelEncoder labels, IReadOnlyList<string> metrics)
    {
        var evaluator = new MultiLabelEvaluator(labels.Outputs);
        foreach (var (first, end) in Examples(tokens)) evaluator.Add(tokens.Targets(first), Mean(tokens, logits, first, end));
        return new Evaluation(evaluator.Compute(metrics), null, null);
    }

    private static Evaluation Regression(RaggedTokens tokens, float[][] logits, LabelEncoder labels, IReadOnlyList<string> metrics)
    {
        var evaluator = new RegressionEvaluator(labels.Outputs);
        if (labels.Task.Unit == TaskUnit.Token)
        {
            for (var row = 0; row < tokens.Count; row++)
            {
                var (start, end) = tokens.Owned(row);
                Add(tokens.Targets(row)[(start * labels.Width)..(end * labels.Width)], logits[row].AsSpan(start * labels.Width, (end - start) * labels.Width));
            }
        }
        else foreach (var (first, end) in Examples(tokens)) Add(tokens.Targets(first), Mean(tokens, logits, first, end));
        return new Evaluation(evaluator.Compute(metrics), null, null);

        void Add(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted)
        {
            var known = new bool[truth.Length];
            for (var i = 0; i < known.Length; i++) known[i] = !float.IsNaN(truth[i]);
            evaluator.Add(truth, predicted, known);
        }
    }

    /// <summary>The rows of each example: one, or its windows, which stand together.</summary>
    public static IEnumerable<(int First, int End)> Examples(RaggedTokens tokens)
    {
        for (var first = 0; first < tokens.Count;)
        {
            var end = first + 1;
            while (end < tokens.Count && tokens.ExampleOf(end) == tokens.ExampleOf(first)) end++;
            yield return (first, end);
            first = end;
        }
    }

    /// <summary>The result of an example: of a sequence cut into windows the mean of theirs, each by the tokens it owns.</summary>
    public static float[] Mean(RaggedTokens tokens, float[][] logits, int first, int end)
    {
        if (end == first + 1) return logits[first];
        var mean = new float[logits[first].Length];
        var total = Enumerable.Range(first, end - first).Sum(Owned);
        for (var row = first; row < end; row++) TensorPrimitives.MultiplyAdd(logits[row], (float)Owned(row) / total, mean, mean);
        return mean;

        int Owned(int row) => tokens.Owned(row).End - tokens.Owned(row).Start;
    }
}
