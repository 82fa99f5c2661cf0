using OmniHelix.Data.Labels;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>
/// Draws structures by folding that listens to the model, as far as validation says, and beside it by the model alone and by folding alone;
/// all are scored on the same sequences.
/// </summary>
public sealed class StructureScorer : ITestScorer
{
    /// <summary>Names of the ways in which structures are drawn.</summary>
    public const string Hybrid = "hybrid: folding that listens to the model", Nested = "the model alone, best nested structure",
        BaseByBase = "the model alone, base by base", LeastEnergy = "minimum-free-energy folding",
        MostAccurate = "folding alone, maximum expected accuracy";

    /// <inheritdoc/>
    public bool AppliesTo(LabelEncoder labels) => StructurePredictions.Apply(labels);

    /// <inheritdoc/>
    public TestFinding Score(TestOutputs test)
    {
        var (folding, withoutModel) = Fit(test);
        var tokens = test.Tokens;
        List<StructureWay> ways = [];
        if (folding is not null) ways.Add(Way(Hybrid, HybridOf(test, folding, "hybrid folding")));
        ways.Add(Way(Nested, StructurePredictions.Nested(tokens, test.Logits)));
        ways.Add(new StructureWay(BaseByBase, null, ScoredRecords.Of(tokens, test.Logits)));
        var folded = StructurePredictions.Folded(tokens, Progress(test, "folding"), test.Cancellation);
        ways.Add(Way(LeastEnergy, folded));
        if (withoutModel is not null) ways.Add(Way(MostAccurate, HybridOf(test, withoutModel, "folding alone")));
        return new StructureFinding(ways, folding)
        {
            Results = new StructureResults
            {
                Folding = folding,
                Scores = StructureWay.Score(ways, test.Resamples, test.Cancellation),
            },
        };

        StructureWay Way(string name, IReadOnlyList<StructurePrediction> drawn) =>
            new(name, drawn, StructurePredictions.Records(tokens, drawn));
    }

    // Where there is no validation split, as in an evaluation, what the model was given holds.
    private static (HybridFolding? Folding, HybridFolding? WithoutModel) Fit(TestOutputs test)
    {
        if (test.Validation is not { } validation) return (test.Card.Folding, null);
        var (tokens, logits) = validation();
        var fit = HybridFoldingFit.Of(
            tokens, logits, (done, all) => test.Observer.Work("fitting hybrid folding on validation", done, all), test.Cancellation);
        return (fit.Best, fit.WithoutModel);
    }

    private static IReadOnlyList<StructurePrediction> HybridOf(TestOutputs test, HybridFolding folding, string work) =>
        StructurePredictions.Hybrid(test.Tokens, test.Logits, folding, Progress(test, work), test.Cancellation);

    private static IProgress<int> Progress(TestOutputs test, string work) => test.Observer.Rows(work, test.Tokens.Examples.Count);
}
