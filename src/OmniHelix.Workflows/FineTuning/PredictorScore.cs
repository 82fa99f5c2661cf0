using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;
using OmniHelix.Metrics.Statistics;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>A predictor's test score of the primary metric with its bootstrap interval over sequences.</summary>
/// <param name="Name">Model or baseline.</param>
/// <param name="Score">The metric; null when undefined, and then there is no interval.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="AdvantageLow">Lower end of the paired interval of "model − this"; null for the model itself.</param>
/// <param name="AdvantageHigh">Upper end.</param>
/// <param name="Test">All metrics.</param>
public sealed record PredictorScore(
    string Name, double? Score, double? Low, double? High, double? AdvantageLow, double? AdvantageHigh,
    IReadOnlyDictionary<string, double> Test)
{
    /// <summary>The score of the model itself.</summary>
    internal static PredictorScore OfModel(string name, Evaluation evaluation, MetricDefinition metric)
    {
        double? score = evaluation.Values.TryGetValue(metric.Name, out var value) ? value : null;
        if (score is null || !HasIntervals(evaluation, metric))
            return new PredictorScore(name, score, null, null, null, null, evaluation.Values);
        var interval = Bootstrap.Interval(evaluation.Units!.Count, Statistic(evaluation, metric));
        return new PredictorScore(name, score, interval.Low, interval.High, null, null, evaluation.Values);
    }

    /// <summary>The score of another predictor, with how far the model is ahead of it.</summary>
    internal static PredictorScore OfOther(string name, Evaluation evaluation, Evaluation model, MetricDefinition metric)
    {
        var score = OfModel(name, evaluation, metric);
        if (score.Low is null) return score;
        var advantage = Bootstrap.PairedDifference(evaluation.Units!.Count, Statistic(model, metric), Statistic(evaluation, metric));
        return score with { AdvantageLow = advantage.Low, AdvantageHigh = advantage.High };
    }

    // Counts of classes are enough for a metric of labels: a resample adds the counts of its sequences.
    private static bool HasIntervals(Evaluation evaluation, MetricDefinition metric) =>
        evaluation.Units is not null && ClassificationMetrics.OfLabels(metric.Name, evaluation.Confusion!) is not null;

    private static Func<ReadOnlySpan<int>, double?> Statistic(Evaluation evaluation, MetricDefinition metric) =>
        UnitCounts.Statistic(evaluation.Units!, matrix => ClassificationMetrics.OfLabels(metric.Name, matrix)!.Value);
}
