namespace OmniHelix.Training;

/// <summary>
/// Stops when a metric has not improved for <c>patience</c> evaluations: every evaluation without improvement adds one to a counter,
/// an improvement resets it, and training stops once the counter reaches the patience. The first value is the first best; NaN never
/// improves.
/// </summary>
/// <param name="patience">Evaluations without improvement; 0 stops at the first, like 1.</param>
/// <param name="greaterIsBetter">Direction of the metric, explicit.</param>
/// <param name="minDelta">An improvement must exceed the best by more than this.</param>
/// <param name="stopOnNonFinite">Also stop at once on NaN or infinity.</param>
public sealed class EarlyStopping(int patience, bool greaterIsBetter, double minDelta = 0, bool stopOnNonFinite = false)
{
    /// <summary>What a checkpoint keeps.</summary>
    /// <param name="Observed">Evaluations seen.</param>
    /// <param name="Best">Best value; null before the first that is a number.</param>
    /// <param name="BestIndex">Its evaluation, from 0.</param>
    /// <param name="Counter">Evaluations since.</param>
    /// <param name="ShouldStop">True once training is to stop.</param>
    public readonly record struct StoppingState(int Observed, double? Best, int? BestIndex, int Counter, bool ShouldStop);

    /// <summary>The memory; set it to go on from a checkpoint.</summary>
    public StoppingState State { get; set; }

    /// <summary>Takes the metric of one evaluation and says whether it is the new best.</summary>
    public bool Observe(double value)
    {
        var state = State;
        var improved = !double.IsNaN(value)
            && (state.Best is not { } best || (greaterIsBetter ? value > best + minDelta : value < best - minDelta));
        state = improved
            ? state with { Best = value, BestIndex = state.Observed, Counter = 0 }
            : state with { Counter = state.Counter + 1 };
        var stop = state.ShouldStop || (!improved && state.Counter >= patience) || (stopOnNonFinite && !double.IsFinite(value));
        State = state with { Observed = state.Observed + 1, ShouldStop = stop };
        return improved;
    }
}
