using OmniHelix.Models;
using OmniHelix.Rna;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>Base pairs of the nested structures of the test split, in <c>results.json</c>.</summary>
/// <param name="Pairs">Of the model.</param>
/// <param name="Decoding">How structures were drawn, as validation chose it; null without a validation split, for the defaults.</param>
/// <param name="EnergiesAlone">The same without the model, by stacking energies alone; null without a validation split.</param>
public sealed record StructureResults(PairScore Pairs, StructureDecoding? Decoding, PairScore? EnergiesAlone);

/// <summary>How many pairs are right.</summary>
/// <param name="Precision">Share of the predicted pairs that are right.</param>
/// <param name="Recall">Share of the true pairs that are found.</param>
/// <param name="F1">Harmonic mean of both.</param>
public sealed record PairScore(double Precision, double Recall, double F1)
{
    internal static PairScore Of(PairMetrics pairs) => new(pairs.Precision, pairs.Recall, pairs.F1);
}
