using OmniHelix.Data.Tokens;
using OmniHelix.Metrics;

namespace OmniHelix.Inference.Scoring;

/// <summary>
/// Metrics of predictions against the labels of a store. Tasks with a label per base count bases, whatever the tokens: each base once,
/// with what its token predicts, so that models with different tokenizers compare.
/// </summary>
/// <param name="Report">Every metric asked for.</param>
/// <param name="Confusion">Class counts; null for other tasks.</param>
/// <param name="Records">Truth and outputs of each example, in order.</param>
public sealed record Evaluation(MetricReport Report, ConfusionMatrix? Confusion, ScoredRecords Records)
{
    /// <summary>The metrics that measure something, by name: neither undefined ones nor numbers by convention.</summary>
    public IReadOnlyDictionary<string, double> Values { get; } =
        Report.Values.Where(v => v.Value.Measured is not null)
            .ToDictionary(v => v.Key, v => v.Value.Measured!.Value, StringComparer.Ordinal);

    /// <summary>Scores raw outputs.</summary>
    /// <param name="tokens">Store built with labels.</param>
    /// <param name="logits">Raw outputs of each row, as <see cref="Predictor.Logits"/> gives them.</param>
    /// <param name="metrics">Names from <see cref="MetricCatalog"/>.</param>
    public static Evaluation Of(RaggedTokens tokens, float[][] logits, IReadOnlyList<string> metrics) =>
        Of(ScoredRecords.Of(tokens, logits), metrics);

    /// <summary>Scores records.</summary>
    /// <param name="records">Truth and outputs.</param>
    /// <param name="metrics">Names from <see cref="MetricCatalog"/>.</param>
    public static Evaluation Of(ScoredRecords records, IReadOnlyList<string> metrics)
    {
        var all = Enumerable.Range(0, records.Count);
        if (records.Task.Target != TaskTarget.Class) return new Evaluation(records.Compute(all, metrics), null, records);
        if (records.Task.Unit == TaskUnit.Pair)
        {
            var contacts = records.Contacts(all, metrics);
            return new Evaluation(contacts.Compute(metrics), contacts.Pairs.Confusion, records);
        }
        var evaluator = records.Classes(all, metrics, keepUnits: false);
        return new Evaluation(evaluator.Compute(metrics), evaluator.Confusion, records);
    }
}
