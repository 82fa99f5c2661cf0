namespace OmniHelix.Training;

/// <summary>Scores the weights as they are on data that training does not see; the best score chooses the weights that are kept.</summary>
public interface IValidation
{
    /// <summary>Name of the metric that chooses.</summary>
    string Metric { get; }

    /// <summary>False for losses and errors.</summary>
    bool GreaterIsBetter { get; }

    /// <summary>
    /// Scores the module of the task, which is in evaluation mode. Draws nothing from libtorch's generator, which belongs to training.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; a resumed run scores again.</exception>
    ValidationScore Score(CancellationToken cancellation);
}

/// <summary>What one evaluation gave.</summary>
/// <param name="Score">
/// The metric that chooses; null when it is undefined on these data. Not a number says that predictions are none, and ends training.
/// </param>
/// <param name="Values">All metrics by name, undefined ones left out.</param>
public sealed record ValidationScore(double? Score, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Predictions were no numbers.</summary>
    public static ValidationScore NotANumber { get; } = new(double.NaN, new Dictionary<string, double>());

    /// <summary>Why a metric is undefined, or what was left out of it, by name.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();
}
