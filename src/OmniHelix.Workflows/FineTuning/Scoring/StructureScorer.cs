using OmniHelix.Data.Labels;
using OmniHelix.Inference.Scoring;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>Draws nested structures from the classes of dot-bracket notation and counts the pairs that are right.</summary>
public sealed class StructureScorer : ITestScorer
{
    /// <inheritdoc/>
    public bool AppliesTo(LabelEncoder labels) => StructurePredictions.Apply(labels);

    /// <inheritdoc/>
    public TestFinding Score(TestOutputs test) => new StructureFinding(StructurePredictions.Of(test.Tokens, test.Logits));
}
