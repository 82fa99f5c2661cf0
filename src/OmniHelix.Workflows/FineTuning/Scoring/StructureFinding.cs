using System.Globalization;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;
using OmniHelix.Reports;
using OmniHelix.Rna;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>Structures of the test split beside the true ones.</summary>
/// <param name="Predictions">One for each example, in order.</param>
/// <param name="Decoding">How they were drawn; null for the defaults.</param>
public sealed record StructureFinding(IReadOnlyList<StructurePrediction> Predictions, StructureDecoding? Decoding) : TestFinding
{
    private const int LongestShown = 200;

    /// <summary>Pairs of all examples when stacking energies alone draw the structures; null where that was not tried.</summary>
    public PairMetrics? EnergiesAlone { get; init; }

    /// <summary>Pairs of all examples together.</summary>
    public PairMetrics Total { get; } = StructurePredictions.Total(Predictions);

    /// <summary>The best, the median and the worst by base-pair F1, with that name, among those that have pairs.</summary>
    /// <param name="longest">Most bases of one; others are passed over.</param>
    public IReadOnlyList<(string Rank, StructurePrediction Prediction)> Exemplary(int longest)
    {
        var ranked = Predictions.Where(p => p.Example.Sequence.Length <= longest && p.Truth.Pairs.Count > 0)
            .OrderByDescending(p => p.Pairs.F1).ThenBy(p => p.Example.Record).ToList();
        var ranks = new[] { ("best", 0), ("median", ranked.Count / 2), ("worst", ranked.Count - 1) };
        return [.. ranks.Where(rank => rank.Item2 >= 0).DistinctBy(rank => rank.Item2).Take(ranked.Count).Select(Ranked)];

        (string, StructurePrediction) Ranked((string Name, int At) rank) => (rank.Name, ranked[rank.At]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyFigure> Figures =>
        [new("base-pair F1", Text($"{Total.F1:0.000}"), "best nested structures, test split")];

    /// <inheritdoc/>
    public override StructureResults BasePairs =>
        new(PairScore.Of(Total), Decoding, EnergiesAlone is { } alone ? PairScore.Of(alone) : null);

    /// <inheritdoc/>
    public override ModelCard AddTo(ModelCard card) => card with { Structures = Decoding };

    /// <inheritdoc/>
    public override TrainingReportData AddTo(TrainingReportData page) => page with
    {
        Structures =
        [
            .. Exemplary(LongestShown).Select(shown => new StructureExample(
                Text($"record {shown.Prediction.Example.Id}, the {shown.Rank}"), shown.Prediction.Example.Sequence,
                shown.Prediction.Truth, shown.Prediction.Predicted)),
        ],
        StructuresChosenBy = Text($"The best, the median and the worst of the test split by base-pair F1, among sequences of at most ")
            + Text($"{LongestShown} bases. {Summary}"),
    };

    /// <summary>Pairs in a sentence or two, with how the structures were drawn.</summary>
    public string Summary
    {
        get
        {
            var pairs = $"All sequences together: {Pairs(Total)}.";
            return EnergiesAlone is not { } alone || Decoding is null ? pairs : pairs + Text(
                $" Drawn with a pairing weight of {Decoding.Gamma} and a weight of {Decoding.ProbabilityWeight} for the model's ")
                + $"probabilities beside stacking energies, chosen on validation; stacking energies alone: {Pairs(alone)}.";
        }
    }

    private static string Pairs(PairMetrics pairs) =>
        Text($"precision {pairs.Precision:0.000}, recall {pairs.Recall:0.000}, F1 {pairs.F1:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
