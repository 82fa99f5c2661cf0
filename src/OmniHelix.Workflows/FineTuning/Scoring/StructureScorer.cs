using OmniHelix.Data.Labels;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;
using OmniHelix.Rna;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>
/// Draws nested structures from the classes of dot-bracket notation, in the way that is best on validation, and counts the pairs that are
/// right; beside them those of the same way without the model.
/// </summary>
public sealed class StructureScorer : ITestScorer
{
    /// <inheritdoc/>
    public bool AppliesTo(LabelEncoder labels) => StructurePredictions.Apply(labels);

    /// <inheritdoc/>
    public TestFinding Score(TestOutputs test)
    {
        if (test.Validation is not { } validation) return Finding(test, test.Card.Structures);
        var (tokens, logits) = validation();
        var tuning = new StructureTuning(tokens, logits);
        return Finding(test, tuning.Best()) with { EnergiesAlone = Total(test, tuning.BestWithoutModel()) };
    }

    private static StructureFinding Finding(TestOutputs test, StructureDecoding? decoding) => new(Predictions(test, decoding), decoding);

    private static PairMetrics Total(TestOutputs test, StructureDecoding decoding) =>
        StructurePredictions.Total(Predictions(test, decoding));

    private static IReadOnlyList<StructurePrediction> Predictions(TestOutputs test, StructureDecoding? decoding) =>
        StructurePredictions.Of(test.Tokens, test.Logits, StructurePredictions.DecodingOf(new ModelCard { Structures = decoding }));
}
