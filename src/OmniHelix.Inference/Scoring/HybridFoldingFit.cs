using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Rna;
using OmniHelix.Rna.Decoding;

namespace OmniHelix.Inference.Scoring;

/// <summary>
/// Finds out on a validation split how far folding should listen to a model: the weight of its probabilities and the weight of pairs that
/// give the best base-pair F1 of all sequences together, on a grid.
/// </summary>
/// <param name="Best">Of the whole grid; its weight is 0 when the model does not help.</param>
/// <param name="WithoutModel">The best with a weight of 0: folding alone, of which only the weight of pairs is chosen.</param>
public sealed record HybridFoldingFit(HybridFolding Best, HybridFolding WithoutModel)
{
    private const int MostExamples = 500, LongestExample = 1000;

    // Cubed lengths of all examples together: some seconds for each weight.
    private const double MostWork = 4e9;

    private static readonly double[] Weights = [0, 0.1, 0.2, 0.3, 0.5, 0.8, 1.3, 2];

    private static readonly double[] Gammas = [0.15, 0.25, 0.35, 0.5, 0.7, 1, 2];

    /// <summary>Fits both.</summary>
    /// <param name="tokens">Validation rows, with the classes of dot-bracket notation; of many or long ones evenly spaced ones.</param>
    /// <param name="logits">Raw outputs of each row.</param>
    /// <param name="progress">Is told how far it is, and of how much.</param>
    /// <param name="cancellation">Stops between sequences.</param>
    public static HybridFoldingFit Of(
        RaggedTokens tokens, float[][] logits, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        var probabilities = StructurePredictions.Probabilities(tokens, logits);
        var sample = Sample([.. tokens.Examples]);
        var scores = new double[Weights.Length, Gammas.Length];
        for (var w = 0; w < Weights.Length; w++)
        {
            var decoder = new HybridStructureDecoder(Weights[w], 1);
            var before = w * sample.Count;
            var done = progress is null ? null : new Relay(now => progress(before + now, Weights.Length * sample.Count));
            var drawn = RecordWork.Of([.. sample.Select(i => tokens.Examples[i])], One, done, cancellation);
            for (var g = 0; g < Gammas.Length; g++) scores[w, g] = drawn.Aggregate(default(PairMetrics), (sum, one) => sum + one[g]).F1;

            PairMetrics[] One(int at) => Pairs(decoder, tokens.Examples[sample[at]], probabilities[sample[at]]);
        }
        return new HybridFoldingFit(BestOf(scores, Weights.Length), BestOf(scores, 1));
    }

    // For each weight of pairs.
    private static PairMetrics[] Pairs(HybridStructureDecoder decoder, Example example, float[] probabilities)
    {
        var truth = StructurePredictions.Truth(example);
        try
        {
            var ensemble = decoder.Ensemble(example.Sequence, probabilities);
            return Array.ConvertAll(Gammas, gamma => PairMetrics.Compare(truth, ensemble.MaximumExpectedAccuracy(gamma).Structure));
        }
        catch (OmniException)
        {
            // A weight that is too great for a sequence finds none of its pairs.
            var none = PairMetrics.Compare(truth, SecondaryStructure.FromPairs(truth.Length, []));
            return Array.ConvertAll(Gammas, _ => none);
        }
    }

    // Of equal ones the least weight.
    private static HybridFolding BestOf(double[,] scores, int weights)
    {
        var (bestWeight, bestGamma) = (0, 0);
        for (var w = 0; w < weights; w++)
            for (var g = 0; g < Gammas.Length; g++)
                if (scores[w, g] > scores[bestWeight, bestGamma]) (bestWeight, bestGamma) = (w, g);
        return new HybridFolding(Weights[bestWeight], Gammas[bestGamma]);
    }

    private static List<int> Sample(Example[] examples)
    {
        var lengths = Array.ConvertAll(examples, example => example.Sequence.Length);
        var longest = lengths.Any(length => length <= LongestExample) ? LongestExample : lengths.Min();
        List<int> usable = [.. Enumerable.Range(0, lengths.Length).Where(i => lengths[i] <= longest)];
        for (var count = Math.Min(MostExamples, usable.Count); ; count = count * 3 / 4)
        {
            List<int> spaced = [.. Enumerable.Range(0, count).Select(i => usable[(int)((long)i * usable.Count / count)])];
            if (count <= 1 || spaced.Sum(i => Math.Pow(lengths[i], 3)) <= MostWork) return spaced;
        }
    }

    private sealed class Relay(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
