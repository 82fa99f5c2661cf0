namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>The scorers of this program.</summary>
public static class TestScorers
{
    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<ITestScorer> All { get; } =
        [new PredictionFileScorer(), new StructureScorer(), new CurveScorer(), new PairMapScorer()];
}
