using System.Globalization;
using OmniHelix.Inference.Scoring;
using OmniHelix.Reports;
using OmniHelix.Rna;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>Structures of the test split beside the true ones.</summary>
/// <param name="Predictions">One for each example, in order.</param>
public sealed record StructureFinding(IReadOnlyList<StructurePrediction> Predictions) : TestFinding
{
    private const int MostShown = 6, LongestShown = 200;

    /// <summary>Pairs of all examples together.</summary>
    public PairMetrics Total { get; } = StructurePredictions.Total(Predictions);

    /// <inheritdoc/>
    public override IReadOnlyList<KeyFigure> Figures =>
        [new("base-pair F1", Text($"{Total.F1:0.000}"), "best nested structures, test split")];

    /// <inheritdoc/>
    public override TrainingReportData AddTo(TrainingReportData page) => page with
    {
        Structures = Shown(),
        StructuresChosenBy = "evenly spaced from the best to the worst of the test split by base-pair F1, among sequences of at most "
            + Text($"{LongestShown} bases"),
    };

    private List<StructureExample> Shown()
    {
        var ranked = Predictions.Where(p => p.Example.Sequence.Length <= LongestShown && p.Truth.Pairs.Count > 0)
            .OrderByDescending(p => p.Pairs.F1).ThenBy(p => p.Example.Record).ToList();
        var count = Math.Min(MostShown, ranked.Count);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(i => ranked[count == 1 ? 0 : i * (ranked.Count - 1) / (count - 1)])
                .Select(p => new StructureExample(
                    Text($"{p.Example.Id} (pair F1 {p.Pairs.F1:0.00})"), p.Example.Sequence, p.Truth, p.Predicted)),
        ];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
