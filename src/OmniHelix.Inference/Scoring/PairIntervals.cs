using OmniHelix.Metrics.Statistics;
using OmniHelix.Rna;

namespace OmniHelix.Inference.Scoring;

/// <summary>Bootstrap intervals over sequences of the base pairs of structures, all sequences together.</summary>
public static class PairIntervals
{
    /// <summary>Precision, recall and F1.</summary>
    /// <param name="predictions">One for each sequence.</param>
    /// <param name="options">How the bootstrap is run.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Three, in that order.</returns>
    /// <exception cref="OmniException">OH5130: there is no sequence.</exception>
    public static IReadOnlyList<ConfidenceInterval> Of(
        IReadOnlyList<StructurePrediction> predictions, BootstrapOptions? options = null, CancellationToken cancellation = default) =>
        Bootstrap.Intervals(predictions.Count, sample =>
        {
            var total = Total(predictions, sample);
            return [total.Precision, total.Recall, total.F1];
        }, options, cancellation);

    /// <summary>F1 of the first minus that of the second, on the same sequences.</summary>
    /// <param name="first">One for each sequence.</param>
    /// <param name="second">Of the same sequences, in the same order.</param>
    /// <param name="options">How the bootstrap is run.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OmniException">OH5130: there is no sequence.</exception>
    public static ConfidenceInterval Difference(
        IReadOnlyList<StructurePrediction> first, IReadOnlyList<StructurePrediction> second, BootstrapOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Count, first.Count);
        return Bootstrap.Intervals(
            first.Count, sample => [Total(first, sample).F1 - Total(second, sample).F1], options, cancellation)[0];
    }

    private static PairMetrics Total(IReadOnlyList<StructurePrediction> predictions, int[] sample) =>
        sample.Aggregate(default(PairMetrics), (sum, at) => sum + predictions[at].Pairs);
}
