using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Rna;
using OmniHelix.Rna.Decoding;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Inference.Scoring;

/// <summary>
/// Draws structures from class probabilities over <c>( ) .</c>, by folding, or by both, and counts the pairs that are right.
/// </summary>
public static class StructurePredictions
{
    private static readonly string[] Notation = ["(", ")", "."];

    private static readonly NestedDecodingOptions NoLonePairs = new() { AllowIsolatedPairs = false };

    private static readonly EnergyModel Energies = new();

    /// <summary>True when a task has the three classes of dot-bracket notation for each base.</summary>
    public static bool Apply(TaskType task, IReadOnlyList<string> names) =>
        task == TaskType.TokenClassification && names.Count == 3 && Notation.All(names.Contains);

    /// <inheritdoc cref="Apply(TaskType, IReadOnlyList{string})"/>
    public static bool Apply(LabelEncoder labels) => Apply(labels.Task, labels.Labels?.Names ?? []);

    /// <summary>The best nested structures for the probabilities alone, without pairs that are stacked on no other.</summary>
    /// <param name="tokens">Store with the classes of dot-bracket notation as labels.</param>
    /// <param name="logits">Raw outputs of each row.</param>
    /// <returns>One for each example, in order.</returns>
    public static IReadOnlyList<StructurePrediction> Nested(RaggedTokens tokens, float[][] logits)
    {
        var probabilities = Probabilities(tokens, logits);
        return Draw(tokens, i => Nested(tokens.Examples[i].Sequence, probabilities[i]), null, default);
    }

    /// <summary>The structures of folding that listens to the probabilities (<see cref="HybridStructureDecoder"/>).</summary>
    /// <param name="tokens">Store with the classes of dot-bracket notation as labels.</param>
    /// <param name="logits">Raw outputs of each row.</param>
    /// <param name="folding">How far it listens.</param>
    /// <param name="done">Is told how many are finished.</param>
    /// <param name="cancellation">Stops between sequences.</param>
    /// <returns>One for each example, in order.</returns>
    public static IReadOnlyList<StructurePrediction> Hybrid(
        RaggedTokens tokens, float[][] logits, HybridFolding folding, IProgress<int>? done = null,
        CancellationToken cancellation = default)
    {
        var probabilities = Probabilities(tokens, logits);
        var decoder = new HybridStructureDecoder(folding.Weight, folding.Gamma);
        return Draw(tokens, i => decoder.Decode(tokens.Examples[i].Sequence, probabilities[i]).Structure, done, cancellation);
    }

    /// <summary>The structures of least free energy, which need no model.</summary>
    /// <param name="tokens">Store with structures as labels.</param>
    /// <param name="done">Is told how many are finished.</param>
    /// <param name="cancellation">Stops between sequences.</param>
    /// <returns>One for each example, in order.</returns>
    public static IReadOnlyList<StructurePrediction> Folded(
        RaggedTokens tokens, IProgress<int>? done = null, CancellationToken cancellation = default) =>
        Draw(tokens, i => Energies.Fold(Foldable(tokens.Examples[i])).Structure, done, cancellation);

    /// <summary>Structures as answers base by base, to be scored as those of a model.</summary>
    /// <param name="tokens">Store with the classes of dot-bracket notation as labels.</param>
    /// <param name="predictions">One for each example, in order.</param>
    public static ScoredRecords Records(RaggedTokens tokens, IReadOnlyList<StructurePrediction> predictions)
    {
        var order = OrderOf(tokens);
        var scored = new ScoredRecords(tokens.Labels!.Task, Notation.Length);
        foreach (var record in tokens.Records())
        {
            var truth = record.TrueClasses();
            var partners = predictions[record.Index].Predicted.Partners;
            var values = new float[Notation.Length * truth.Length];
            for (var i = 0; i < truth.Length; i++)
                values[Notation.Length * i + order[partners[i] < 0 ? 2 : partners[i] > i ? 0 : 1]] = 1;
            scored.Add(truth, values);
        }
        return scored;
    }

    /// <summary>Pairs of all examples together.</summary>
    public static PairMetrics Total(IEnumerable<StructurePrediction> predictions) =>
        predictions.Aggregate(default(PairMetrics), (sum, p) => sum + p.Pairs);

    /// <summary>The places of <c>( ) .</c> among the names of the classes.</summary>
    internal static int[] Order(IReadOnlyList<string> names) => [.. Notation.Select(symbol => names.ToList().IndexOf(symbol))];

    /// <summary>The best nested structure of one sequence.</summary>
    /// <param name="sequence">Bases.</param>
    /// <param name="probabilities"><c>[length, 3]</c>, of <c>( ) .</c></param>
    internal static SecondaryStructure Nested(ReadOnlySpan<char> sequence, ReadOnlySpan<float> probabilities) =>
        NestedStructureDecoder.Decode(sequence, probabilities, NoLonePairs);

    /// <summary>The true structure of an example.</summary>
    internal static SecondaryStructure Truth(Example example) => DotBracketRepair.Repair(LabelEncoder.SymbolsOf(example));

    /// <summary>Probabilities of <c>( ) .</c> for every base of every example, <c>[length, 3]</c> each.</summary>
    internal static float[][] Probabilities(RaggedTokens tokens, float[][] logits)
    {
        var order = OrderOf(tokens);
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

    private static int[] OrderOf(RaggedTokens tokens) => tokens.Labels is { } labels && Apply(labels)
        ? Order(labels.Labels!.Names)
        : throw new ArgumentException("The classes are not those of dot-bracket notation.", nameof(tokens));

    private static StructurePrediction[] Draw(
        RaggedTokens tokens, Func<int, SecondaryStructure> draw, IProgress<int>? done, CancellationToken cancellation)
    {
        return RecordWork.Of(tokens.Examples, One, done, cancellation);

        StructurePrediction One(int i)
        {
            var example = tokens.Examples[i];
            var truth = Truth(example);
            try
            {
                var drawn = draw(i);
                return new StructurePrediction(example, truth, drawn, PairMetrics.Compare(truth, drawn));
            }
            catch (OmniException e)
            {
                var none = SecondaryStructure.FromPairs(truth.Length, []);
                return new StructurePrediction(example, truth, none, PairMetrics.Compare(truth, none)) { Problem = e };
            }
        }
    }

    private static string Foldable(Example example) => example.Sequence.Length <= NestedStructureDecoder.MaximumLength
        ? example.Sequence
        : throw new OmniException(
            "OH1820", $"{example.Sequence.Length} bases are more than the {NestedStructureDecoder.MaximumLength} that are folded here",
            example.Place, "Fold it with omni rna fold.");

    // Bases that were cut off have no probabilities; they count as unpaired.
    private static void Certain(float[] probabilities)
    {
        for (var i = 0; i < probabilities.Length; i += 3)
            if (probabilities[i] + probabilities[i + 1] + probabilities[i + 2] == 0) probabilities[i + 2] = 1;
    }
}
