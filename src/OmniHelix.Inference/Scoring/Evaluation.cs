using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;
using OmniHelix.Metrics;

namespace OmniHelix.Inference.Scoring;

/// <summary>
/// Metrics of predictions against the labels of a store. Tasks with a label per base count bases, whatever the tokens: each base once,
/// with what its token predicts, so that models with different tokenizers compare.
/// </summary>
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
        foreach (var record in tokens.Records())
        {
            if (labels.Task.Unit == TaskUnit.Token)
            {
                var truth = record.TrueClasses();
                evaluator.Add(truth, record.PerBase(logits, labels.Outputs), [truth.Length]);
            }
            else evaluator.Add(tokens.Classes(record.FirstRow), record.Mean(logits));
        }
        return new Evaluation(evaluator.Compute(metrics), evaluator.Confusion, evaluator.Units);
    }

    private static Evaluation MultiLabel(RaggedTokens tokens, float[][] logits, LabelEncoder labels, IReadOnlyList<string> metrics)
    {
        var evaluator = new MultiLabelEvaluator(labels.Outputs);
        foreach (var record in tokens.Records()) evaluator.Add(tokens.Targets(record.FirstRow), record.Mean(logits));
        return new Evaluation(evaluator.Compute(metrics), null, null);
    }

    private static Evaluation Regression(RaggedTokens tokens, float[][] logits, LabelEncoder labels, IReadOnlyList<string> metrics)
    {
        var evaluator = new RegressionEvaluator(labels.Outputs);
        foreach (var record in tokens.Records())
        {
            if (labels.Task.Unit == TaskUnit.Token) Add(record.TrueTargets(), record.PerBase(logits, labels.Width));
            else Add(tokens.Targets(record.FirstRow), record.Mean(logits));
        }
        return new Evaluation(evaluator.Compute(metrics), null, null);

        void Add(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted)
        {
            var known = new bool[truth.Length];
            for (var i = 0; i < known.Length; i++) known[i] = !float.IsNaN(truth[i]);
            evaluator.Add(truth, predicted, known);
        }
    }
}
