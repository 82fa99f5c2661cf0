using OmniHelix.Data.Labels;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>Leaves the predictions for every example of the test split in a file.</summary>
public sealed class PredictionFileScorer : ITestScorer
{
    /// <inheritdoc/>
    public bool AppliesTo(LabelEncoder labels) => true;

    /// <inheritdoc/>
    public TestFinding? Score(TestOutputs test)
    {
        if (test.Folder is { } folder) TestPredictions.Write(folder, test.Tokens, test.Logits);
        return null;
    }
}
