namespace OmniHelix.Training.Schedules;

/// <summary>
/// Lowers the rate when a metric has not improved for a while (torch ReduceLROnPlateau). The only schedule with a memory: its state goes
/// into the checkpoint.
/// </summary>
/// <param name="greaterIsBetter">Direction of the metric.</param>
/// <param name="factor">Factor of each fall.</param>
/// <param name="patience">Evaluations without improvement that are borne; the next one lowers the rate.</param>
/// <param name="threshold">Relative change that counts as improvement.</param>
/// <param name="minimum">Lowest rate (absolute).</param>
public sealed class ReduceOnPlateau(
    bool greaterIsBetter, double factor = 0.1, int patience = 10, double threshold = 1e-4, double minimum = 0)
{
    /// <summary>What a checkpoint keeps.</summary>
    /// <param name="Best">Best value so far; null before the first.</param>
    /// <param name="BadEvaluations">Evaluations since the best or the last fall.</param>
    /// <param name="Factor">Product of all falls.</param>
    public readonly record struct PlateauState(double? Best, int BadEvaluations, double Factor);

    /// <summary>The memory; set it to go on from a checkpoint.</summary>
    public PlateauState State { get; set; } = new(null, 0, 1);

    /// <summary>The rate now.</summary>
    public double Rate(double baseRate) => Math.Max(minimum, baseRate * State.Factor);

    /// <summary>Takes the metric of one evaluation; NaN is no improvement.</summary>
    public void Observe(double value)
    {
        var state = State;
        var improved = state.Best is not { } best
            ? !double.IsNaN(value)
            : greaterIsBetter ? value > best + Math.Abs(best) * threshold : value < best - Math.Abs(best) * threshold;
        state = improved ? state with { Best = value, BadEvaluations = 0 } : state with { BadEvaluations = state.BadEvaluations + 1 };
        if (state.BadEvaluations > patience) state = state with { BadEvaluations = 0, Factor = state.Factor * factor };
        State = state;
    }
}
