using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Decoding;

/// <summary>
/// Folding that listens to a model: the weight of a structure is <c>exp(−E/kT) · ∏ p<sup>weight</sup></c>, E its free energy by the
/// nearest-neighbour model and p, for each base, the probability of what it does there: open a pair, close one or stay unpaired. Of this
/// ensemble, computed exactly, the structure of maximum expected accuracy (Do et al. 2006) is taken.
/// </summary>
/// <remarks>
/// Weight 0 is folding alone, and 1 takes the model's word for a likelihood that knows nothing of energies; the greater the weight, the
/// nearer the structure is to what the probabilities alone say.
/// </remarks>
/// <param name="weight">Of the probabilities, at least 0.</param>
/// <param name="gamma">Weight of paired bases beside unpaired ones in the expected accuracy, above 0; greater gives more pairs.</param>
/// <exception cref="UsageException">OH1822 for a number out of range.</exception>
public sealed class HybridStructureDecoder(double weight, double gamma)
{
    // Of 37 °C, in kcal/mol.
    private const double ThermalEnergy = 0.0019872 * 310.15;

    // No model is right a thousand times for each error that it calls impossible.
    private const float LeastBelieved = 0.001f;

    // One for all: it keeps its tables from one sequence to the next.
    private static readonly EnergyModel Model = new();

    private readonly double weight = weight >= 0 && double.IsFinite(weight)
        ? weight
        : throw OutOfRange("the weight of the probabilities", "of at least 0", weight);

    private readonly double gamma = gamma > 0 && double.IsFinite(gamma) ? gamma : throw OutOfRange("gamma", "above 0", gamma);

    /// <summary>The structure of one sequence, with its free energy, which the probabilities do not change.</summary>
    /// <param name="sequence">Bases, any case, T as U; other letters pair with nothing.</param>
    /// <param name="probabilities"><c>[length, 3]</c>, row by row: probability of <c>(</c>, <c>)</c> and <c>.</c></param>
    /// <exception cref="OmniException">
    /// OH1820 when the shapes differ or the sequence is too long, OH1821 when a row is no probability distribution, OH1823 when the weight
    /// is so great that numbers do not hold it.
    /// </exception>
    public FoldedStructure Decode(ReadOnlySpan<char> sequence, ReadOnlySpan<float> probabilities)
    {
        var structure = Ensemble(sequence, probabilities).MaximumExpectedAccuracy(gamma).Structure;
        return new FoldedStructure(structure, Model.Evaluate(sequence, structure).Energy);
    }

    /// <summary>All structures of one sequence in that equilibrium.</summary>
    /// <inheritdoc cref="Decode" path="/param"/>
    /// <inheritdoc cref="Decode" path="/exception"/>
    public Ensemble Ensemble(ReadOnlySpan<char> sequence, ReadOnlySpan<float> probabilities)
    {
        SideProbabilities.Check(sequence, probabilities);
        if (weight == 0 || sequence.IsEmpty) return Model.Ensemble(sequence);
        var energies = Energies(probabilities);
        try
        {
            var ensemble = Model.Ensemble(sequence, null, PseudoEnergies.OfSides(energies[0], energies[1], energies[2]));
            return double.IsFinite(ensemble.Energy) ? ensemble : throw TooFar();
        }
        catch (OmniException e) when (e.Code == "OH1854")
        {
            // Without constraints there is always a structure: its weight was too small for a number.
            throw TooFar();
        }

        OmniException TooFar() => new(
            "OH1823", FormattableString.Invariant($"with a weight of {weight} the probabilities are stronger than numbers can hold"), null,
            "Choose a smaller weight: above 2 there is hardly anything of folding left.");
    }

    // Of each of the three things that bases do. What a base most probably does costs nothing.
    private double[][] Energies(ReadOnlySpan<float> probabilities)
    {
        var length = probabilities.Length / 3;
        double[][] energies = [new double[length], new double[length], new double[length]];
        for (var i = 0; i < probabilities.Length; i += 3)
        {
            var most = Math.Max(probabilities[i], Math.Max(probabilities[i + 1], probabilities[i + 2]));
            for (var k = 0; k < 3; k++)
                energies[k][i / 3] = weight * ThermalEnergy * Math.Log(most / Math.Max(probabilities[i + k], LeastBelieved));
        }
        return energies;
    }

    private static UsageException OutOfRange(string what, string range, double value) =>
        new("OH1822", FormattableString.Invariant($"{what} must be a number {range}, not {value}"));
}
