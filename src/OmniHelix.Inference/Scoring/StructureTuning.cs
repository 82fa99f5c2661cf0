using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Rna;

namespace OmniHelix.Inference.Scoring;

/// <summary>
/// Finds out on a validation split how structures are best drawn: how much pairing weighs against staying unpaired, and how much the
/// model's probabilities beside stacking energies.
/// </summary>
public sealed class StructureTuning
{
    private const int MostExamples = 500;

    private static readonly double[] Gammas = [0.6, 1, 1.6, 2.7];

    private static readonly double[] ProbabilityWeights = [0.1, 0.2, 0.3, 0.5, 1];

    private readonly (Data.Records.Example Example, float[] Probabilities)[] sample;

    /// <summary>Takes the examples of a split, evenly spaced ones where there are more than 500.</summary>
    /// <param name="tokens">Validation rows, with the classes of dot-bracket notation.</param>
    /// <param name="logits">Raw outputs of each row.</param>
    public StructureTuning(RaggedTokens tokens, float[][] logits)
    {
        var probabilities = StructurePredictions.Probabilities(tokens, logits);
        var count = Math.Min(MostExamples, probabilities.Length);
        sample = new (Data.Records.Example, float[])[count];
        for (var i = 0; i < count; i++)
        {
            var at = (int)((long)i * probabilities.Length / count);
            sample[i] = (tokens.Examples[at], probabilities[at]);
        }
    }

    /// <summary>The best of a grid by base-pair F1 of all examples together.</summary>
    public StructureDecoding Best() => BestOf(ProbabilityWeights);

    /// <summary>The same without the model: stacking energies alone.</summary>
    public StructureDecoding BestWithoutModel() => BestOf([0]);

    // Of equal ones the first.
    private StructureDecoding BestOf(double[] weights) => weights
        .SelectMany(weight => Gammas.Select(gamma => new StructureDecoding(gamma, weight)))
        .MaxBy(decoding => Pairs(decoding).F1)!;

    private PairMetrics Pairs(StructureDecoding decoding)
    {
        var options = StructurePredictions.With(decoding);
        return StructurePredictions.Total(
            sample.AsParallel().Select(one => StructurePredictions.Decode(one.Example, one.Probabilities, options)));
    }
}
