using OmniHelix.Data;
using OmniHelix.Training.Metrics;

namespace OmniHelix.Training;

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
        return labels.Task switch
        {
            TaskType.TokenClassification or TaskType.SequenceClassification => Classes(tokens, logits, labels, metrics),
            TaskType.MultiLabelClassification => MultiLabel(tokens, logits, labels, metrics),
            _ => Regression(tokens, logits, labels, metrics),
        };
    }

    private static Evaluation Classes(RaggedTokens tokens, float[][] logits, LabelEncoder labels, IReadOnlyList<string> metrics)
    {
        var keepScores = metrics.Any(m => MetricCatalog.Find(m).NeedsScores);
        var evaluator = new ClassificationEvaluator(labels.Outputs, new ClassificationEvaluatorOptions { KeepScores = keepScores });
        // Rows of one example stand together, so that an example is one unit.
        for (var row = 0; row < tokens.Count;)
        {
            var (truth, scores) = (new List<int>(), new List<float>());
            var example = tokens.ExampleOf(row);
            for (; row < tokens.Count && tokens.ExampleOf(row) == example; row++)
            {
                var (start, end) = labels.Task.IsPerToken() ? tokens.Owned(row) : (0, 1);
                truth.AddRange(tokens.Classes(row)[start..end]);
                scores.AddRange(logits[row].AsSpan(start * labels.Outputs, (end - start) * labels.Outputs));
            }
            evaluator.Add(truth.ToArray(), scores.ToArray(), [truth.Count]);
        }
        return new Evaluation(evaluator.Compute(metrics), evaluator.Confusion, evaluator.Units);
    }

    private static Evaluation MultiLabel(RaggedTokens tokens, float[][] logits, LabelEncoder labels, IReadOnlyList<string> metrics)
    {
        var evaluator = new MultiLabelEvaluator(labels.Outputs);
        for (var row = 0; row < tokens.Count; row++) evaluator.Add(tokens.Targets(row), logits[row]);
        return new Evaluation(evaluator.Compute(metrics), null, null);
    }

    private static Evaluation Regression(RaggedTokens tokens, float[][] logits, LabelEncoder labels, IReadOnlyList<string> metrics)
    {
        var evaluator = new RegressionEvaluator(labels.Outputs);
        for (var row = 0; row < tokens.Count; row++)
        {
            var (start, end) = labels.Task.IsPerToken() ? tokens.Owned(row) : (0, 1);
            var truth = tokens.Targets(row)[(start * labels.Width)..(end * labels.Width)];
            var valid = new bool[truth.Length];
            for (var i = 0; i < valid.Length; i++) valid[i] = !float.IsNaN(truth[i]);
            evaluator.Add(truth, logits[row].AsSpan(start * labels.Width, truth.Length), valid);
        }
        return new Evaluation(evaluator.Compute(metrics), null, null);
    }
}
