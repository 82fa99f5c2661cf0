using System.Globalization;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;
using OmniHelix.Reports;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>Structures of the test split beside the true ones.</summary>
/// <param name="Ways">The ways in which they were drawn, the one that <c>omni infer</c> uses first.</param>
/// <param name="Folding">How far folding listens to the model; null where that was never fitted.</param>
public sealed record StructureFinding(IReadOnlyList<StructureWay> Ways, HybridFolding? Folding) : TestFinding
{
    private const int LongestShown = 200;

    private static readonly TableColumn[] Columns =
    [
        new("Structures"), new("Pair precision", "0.000"), new("Pair recall", "0.000"), new("Pair F1", "0.000"), new("95 % interval", ""),
        new("First ahead by", ""), new("Macro-F1 of bases", "0.000"), new("95 % interval", ""), new("First ahead by", ""),
    ];

    /// <summary>What all ways are worth.</summary>
    public required StructureResults Results { get; init; }

    /// <summary>The structures that <c>omni infer</c> draws, one for each example, in order.</summary>
    public IReadOnlyList<StructurePrediction> Predictions => Ways[0].Drawn!;

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
        [new("base-pair F1", Text($"{Results.Scores[0].F1!.Value:0.000}"), Ways[0].Name)];

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, ScoredRecords Records)> Baselines =>
        [.. Ways.Where(way => way.Name == StructureScorer.LeastEnergy).Select(way => (way.Name, way.Bases))];

    /// <inheritdoc/>
    public override StructureResults BasePairs => Results;

    /// <inheritdoc/>
    public override ModelCard AddTo(ModelCard card) => card with { Folding = Folding };

    /// <inheritdoc/>
    public override TrainingReportData AddTo(TrainingReportData page) => page with
    {
        Structures =
        [
            .. Exemplary(LongestShown).Select(shown => new StructureExample(
                Text($"record {shown.Prediction.Example.Id}, the {shown.Rank}"), shown.Prediction.Example.Sequence,
                shown.Prediction.Truth, shown.Prediction.Predicted)),
        ],
        StructureScores = new DataTable(Columns, [.. Results.Scores.Select(Row)])
        {
            Caption = "Base pairs and bases of all sequences together, with bootstrap intervals over sequences.",
            EmphasisedRow = 0,
        },
        StructuresChosenBy = Text($"The best, the median and the worst of the test split by base-pair F1, among sequences of at most ")
            + Text($"{LongestShown} bases. {Sentence}"),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remarks
    {
        get
        {
            var folded = Ways.First(way => way.Name == StructureScorer.LeastEnergy).Drawn!;
            List<string> remarks = [];
            if (folded.Count(one => one.Problem is not null) is > 0 and var failed)
                remarks.Add($"{Plural.Count(failed, "sequence")} could not be folded and count as unpaired: "
                    + $"{folded.First(one => one.Problem is not null).Problem!.Message}.");
            if (folded.Count(one => one.Example.Sequence.Any(IsNoBase)) is > 0 and var strange)
                remarks.Add($"{Plural.Count(strange, "sequence")} {(strange == 1 ? "has" : "have")} letters other than A, C, G, U and T, "
                    + "which pair with nothing in folding.");
            return remarks;
        }
    }

    /// <summary>How the structures were drawn, in a sentence.</summary>
    public string Sentence => Folding is { } fit
        ? Text($"Folding listens to the model's probabilities with a weight of {fit.Weight}, and pairs weigh {fit.Gamma}, ")
            + "both chosen on validation."
        : "Nothing was fitted on validation, so structures are the best nested ones for the model's probabilities alone.";

    private static bool IsNoBase(char letter) => char.ToUpperInvariant(letter) is not ('A' or 'C' or 'G' or 'U' or 'T');

    private static IReadOnlyList<object?> Row(StructureScore score) =>
    [
        score.Name, score.Precision?.Value, score.Recall?.Value, score.F1?.Value, Interval(score.F1), Interval(score.F1Behind),
        score.F1Macro.Value, Interval(score.F1Macro), Interval(score.F1MacroBehind),
    ];

    private static string? Interval(ScoreWithInterval? score) =>
        score is { Low: { } low, High: { } high } ? Text($"{low:0.000} … {high:0.000}") : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
