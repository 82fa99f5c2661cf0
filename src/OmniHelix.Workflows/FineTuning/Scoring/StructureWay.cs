using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics.Statistics;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>One way to draw the structures of a test split.</summary>
/// <param name="Name">Of the way.</param>
/// <param name="Drawn">One for each sequence; null for answers base by base, which are no structures.</param>
/// <param name="Bases">The same as answers base by base.</param>
public sealed record StructureWay(string Name, IReadOnlyList<StructurePrediction>? Drawn, ScoredRecords Bases)
{
    private static readonly string[] MacroF1 = ["f1_macro"];

    /// <summary>Scores the ways, each beside the first one.</summary>
    /// <param name="ways">Of the same sequences.</param>
    /// <param name="resamples">Of the bootstrap; 0 for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static IReadOnlyList<StructureScore> Score(
        IReadOnlyList<StructureWay> ways, int resamples, CancellationToken cancellation)
    {
        // One resample is enough for the scores themselves.
        var options = new BootstrapOptions(Math.Max(1, resamples));
        return [.. ways.Select(Of)];

        StructureScore Of(StructureWay way)
        {
            var pairs = way.Drawn is { } drawn ? PairIntervals.Of(drawn, options, cancellation) : null;
            var score = new StructureScore(
                way.Name, Pair(0), Pair(1), Pair(2),
                Shown(MetricIntervals.Of(way.Bases, MacroF1, options, cancellation)[0]));
            var first = ways[0];
            return way == first ? score : score with
            {
                F1Behind = way.Drawn is { } other
                    ? Shown(PairIntervals.Difference(first.Drawn!, other, options, cancellation))
                    : null,
                F1MacroBehind = Shown(
                    MetricIntervals.Differences(first.Bases, way.Bases, MacroF1, options, cancellation)[0]),
            };

            ScoreWithInterval? Pair(int place) => pairs is null ? null : Shown(pairs[place]);
        }

        ScoreWithInterval Shown(ConfidenceInterval interval) =>
            resamples == 0 ? new(interval.Estimate, null, null) : new(interval.Estimate, interval.Low, interval.High);
    }
}
