using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>A predictor's test score of the primary metric with its bootstrap interval over sequences.</summary>
/// <param name="Name">Model or baseline.</param>
/// <param name="Score">The metric; null when undefined, and then there is no interval.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="AdvantageLow">
/// Lower end of the paired interval of how far the model is ahead: "model − this", or "this − model" of an error; null for the
/// model itself.
/// </param>
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
        if (score is null) return new PredictorScore(name, score, null, null, null, null, evaluation.Values);
        var interval = MetricIntervals.Of(evaluation.Records, [metric.Name])[0];
        return new PredictorScore(name, score, interval.Low, interval.High, null, null, evaluation.Values);
    }

    /// <summary>The score of another predictor, with how far the model is ahead of it.</summary>
    internal static PredictorScore OfOther(string name, Evaluation evaluation, Evaluation model, MetricDefinition metric)
    {
        var score = OfModel(name, evaluation, metric);
        if (score.Low is null) return score;
        var (ahead, behind) = metric.GreaterIsBetter ? (model, evaluation) : (evaluation, model);
        var advantage = MetricIntervals.Differences(ahead.Records, behind.Records, [metric.Name])[0];
        return score with { AdvantageLow = advantage.Low, AdvantageHigh = advantage.High };
    }
}
