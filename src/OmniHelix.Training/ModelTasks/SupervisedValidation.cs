using System.Globalization;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;

namespace OmniHelix.Training.ModelTasks;

/// <summary>Metrics of a model's predictions for a labelled store.</summary>
/// <param name="predictor">Of the model that is trained.</param>
/// <param name="tokens">Validation rows, with labels.</param>
/// <param name="metric">Chooses the weights.</param>
/// <param name="metrics">Names of all metrics to report, <paramref name="metric"/> among them.</param>
public sealed class SupervisedValidation(Predictor predictor, RaggedTokens tokens, MetricDefinition metric, IReadOnlyList<string> metrics)
    : IValidation
{
    // Where the truth is of one class some metrics are 0 by convention and others say how often that class is guessed: none is a choice.
    private readonly bool hasChoice = tokens.ClassIds().Count != 1;

    /// <inheritdoc/>
    public string Metric => metric.Name;

    /// <inheritdoc/>
    public bool GreaterIsBetter => metric.GreaterIsBetter;

    /// <inheritdoc/>
    public ValidationScore Score(CancellationToken cancellation)
    {
        try
        {
            return Of(Evaluation.Of(tokens, predictor.Logits(tokens, null, cancellation), metrics));
        }
        catch (OmniException e) when (e.Code == MetricReport.ScoreIsNotANumber)
        {
            return ValidationScore.NotANumber;
        }
    }

    private ValidationScore Of(Evaluation evaluation)
    {
        double? score = hasChoice && evaluation.Values.TryGetValue(metric.Name, out var value) ? value : null;
        var remarks = evaluation.Report.Values.Where(v => v.Value.Reason is not null).ToDictionary(v => v.Key, v => Remark(v.Value));
        return new ValidationScore(score, evaluation.Values) { Notes = remarks };
    }

    private static string Remark(MetricValue value) =>
        value.Skipped > 0 ? string.Create(CultureInfo.InvariantCulture, $"{value.Skipped} left out: {value.Reason}") : value.Reason!;
}
