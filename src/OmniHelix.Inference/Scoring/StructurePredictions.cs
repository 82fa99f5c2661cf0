using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Rna;
using OmniHelix.Rna.Decoding;

namespace OmniHelix.Inference.Scoring;

/// <summary>Draws nested structures from class probabilities over <c>( ) .</c> and counts the pairs that are right.</summary>
public static class StructurePredictions
{
    private static readonly string[] Notation = ["(", ")", "."];

    /// <summary>
    /// How structures are drawn unless a model has tuned it: helices of at least two pairs, with stacking energies and a cost of 6 RT (3.7
    /// kcal/mol) for the loop that a helix closes, because class probabilities alone do not know that pairs come in helices. Chosen on the
    /// validation split of bpRNA for a model of 1.2 M parameters.
    /// </summary>
    public static NestedDecodingOptions Decoding { get; } =
        new() { AllowIsolatedPairs = false, StackingEnergies = true, HelixInitiation = 6, ProbabilityWeight = 0.3 };

    /// <summary>How the structures of a model are drawn.</summary>
    public static NestedDecodingOptions DecodingOf(ModelCard card) => With(card.Structures);

    /// <summary><see cref="Decoding"/> with what was tuned.</summary>
    internal static NestedDecodingOptions With(StructureDecoding? tuned) =>
        tuned is null ? Decoding : Decoding with { Gamma = tuned.Gamma, ProbabilityWeight = tuned.ProbabilityWeight };

    /// <summary>True when a task has the three classes of dot-bracket notation for each base.</summary>
    public static bool Apply(TaskType task, IReadOnlyList<string> names) =>
        task == TaskType.TokenClassification && names.Count == 3 && Notation.All(names.Contains);

    /// <inheritdoc cref="Apply(TaskType, IReadOnlyList{string})"/>
    public static bool Apply(LabelEncoder labels) => Apply(labels.Task, labels.Labels?.Names ?? []);

    /// <summary>The places of <c>( ) .</c> among the names of the classes.</summary>
    internal static int[] Order(IReadOnlyList<string> names) => [.. Notation.Select(symbol => names.ToList().IndexOf(symbol))];

    /// <summary>Decodes every example of a store.</summary>
    /// <param name="tokens">Store with the classes of dot-bracket notation as labels.</param>
    /// <param name="logits">Raw outputs of each row.</param>
    /// <param name="options">How structures are drawn from probabilities; null for <see cref="Decoding"/>.</param>
    public static IReadOnlyList<StructurePrediction> Of(RaggedTokens tokens, float[][] logits, NestedDecodingOptions? options = null)
    {
        var probabilities = Probabilities(tokens, logits);
        var predictions = new StructurePrediction[probabilities.Length];
        Parallel.For(0, predictions.Length, i => predictions[i] = Decode(tokens.Examples[i], probabilities[i], options ?? Decoding));
        return predictions;
    }

    /// <summary>The nested structure of one example.</summary>
    /// <param name="example">With its structure as label.</param>
    /// <param name="probabilities"><c>[length, 3]</c>, of <c>( ) .</c></param>
    /// <param name="options">How it is drawn.</param>
    internal static StructurePrediction Decode(Example example, float[] probabilities, NestedDecodingOptions options)
    {
        var truth = DotBracketRepair.Repair(LabelEncoder.SymbolsOf(example));
        var predicted = NestedStructureDecoder.Decode(example.Sequence, probabilities, options);
        return new StructurePrediction(example, truth, predicted, PairMetrics.Compare(truth, predicted));
    }

    /// <summary>Probabilities of <c>( ) .</c> for every base of every example, <c>[length, 3]</c> each.</summary>
    internal static float[][] Probabilities(RaggedTokens tokens, float[][] logits)
    {
        if (tokens.Labels is not { } labels || !Apply(labels))
            throw new ArgumentException("The classes are not those of dot-bracket notation.", nameof(tokens));
        var order = Order(labels.Labels!.Names);
        var probabilities = tokens.Examples.Select(e => new float[3 * e.Sequence.Length]).ToArray();
        Span<float> classes = stackalloc float[3];
        foreach (var record in tokens.Records())
        {
            var scores = record.PerBase(logits, 3);
            for (var i = 0; i < scores.Length; i += 3)
            {
                SoftMax.Write<float>(scores.AsSpan(i, 3), classes);
                for (var k = 0; k < 3; k++) probabilities[record.Index][i + k] = classes[order[k]];
            }
        }
        foreach (var row in probabilities) Certain(row);
        return probabilities;
    }

    /// <summary>Pairs of all examples together.</summary>
    public static PairMetrics Total(IEnumerable<StructurePrediction> predictions) =>
        predictions.Aggregate(default(PairMetrics), (sum, p) => sum + p.Pairs);

    // Bases that were cut off have no probabilities; they count as unpaired.
    private static void Certain(float[] probabilities)
    {
        for (var i = 0; i < probabilities.Length; i += 3)
            if (probabilities[i] + probabilities[i + 1] + probabilities[i + 2] == 0) probabilities[i + 2] = 1;
    }
}
