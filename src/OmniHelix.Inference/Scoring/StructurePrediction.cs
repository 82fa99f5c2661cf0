using OmniHelix.Data.Records;
using OmniHelix.Rna;

namespace OmniHelix.Inference.Scoring;

/// <summary>A predicted structure beside the true one.</summary>
/// <param name="Example">The record.</param>
/// <param name="Truth">Pairs of the label; brackets without a partner stay unpaired.</param>
/// <param name="Predicted">What was drawn; without any pair when nothing could be.</param>
/// <param name="Pairs">Counts of pairs.</param>
public sealed record StructurePrediction(Example Example, SecondaryStructure Truth, SecondaryStructure Predicted, PairMetrics Pairs)
{
    /// <summary>Why no structure could be drawn, such as too many bases.</summary>
    public OmniException? Problem { get; init; }
}
