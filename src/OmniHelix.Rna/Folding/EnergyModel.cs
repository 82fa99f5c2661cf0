using System.Collections.Concurrent;

namespace OmniHelix.Rna.Folding;

/// <summary>
/// The nearest-neighbour energy model of RNA secondary structure, with the parameters of Turner 2004: least energies, ensembles and the
/// energies of given structures. Can be used by several threads at once.
/// </summary>
public sealed class EnergyModel
{
    // Tables of longer sequences are not kept for the next one.
    private const int LongestKept = 2000;

    // Sequences longer than this are folded before their ensemble is computed.
    private const int ShortEnsemble = 400;

    private readonly LoopTables<int, MinPlus> energies;
    private readonly LoopTables<double, SumProduct> weights;
    private readonly ConcurrentBag<Inside<int, MinPlus>> leastEnergies = [];
    private readonly ConcurrentBag<(Inside<double, SumProduct> Inside, Outside Outside)> ensembles = [];

    /// <summary>A model under some conditions.</summary>
    /// <exception cref="UsageException">OH1850 when they are out of range.</exception>
    public EnergyModel(FoldingOptions? options = null)
    {
        Options = (options ?? FoldingOptions.Default).Checked();
        energies = new LoopTables<int, MinPlus>(EnergyParameters.Turner2004, Options);
        weights = new LoopTables<double, SumProduct>(EnergyParameters.Turner2004, Options);
    }

    /// <summary>The conditions.</summary>
    public FoldingOptions Options { get; }

    /// <summary>
    /// The memory that the tables of one sequence take, in bytes: the greater part of what <see cref="Fold"/> or <see cref="Ensemble"/>
    /// needs while it runs.
    /// </summary>
    /// <param name="length">Number of bases.</param>
    /// <param name="ensemble">Of the ensemble; false for the structure of least energy alone.</param>
    public long TableBytes(int length, bool ensemble)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long span = Math.Min(length, Options.MaximumSpan ?? int.MaxValue);
        var intervals = length * span - span * (span - 1) / 2;
        var least = intervals * sizeof(int) * (Options.LonelyPairs ? 3 : 4);
        return ensemble ? Math.Max(least, intervals * sizeof(double) * 5) : least;
    }

    /// <summary>The structure of least free energy.</summary>
    /// <param name="sequence">Any case, T as U; letters other than A, C, G, U pair with nothing.</param>
    /// <param name="constraint">What the structure is held to, as long as the sequence.</param>
    /// <param name="pseudoEnergies">Energies to add, as many as bases.</param>
    /// <exception cref="OmniException">
    /// OH1810 when the lengths differ; OH1851 when the sequence is too long; OH1854 when no structure meets the constraint.
    /// </exception>
    public FoldedStructure Fold(ReadOnlySpan<char> sequence, FoldingConstraint? constraint = null, PseudoEnergies? pseudoEnergies = null)
    {
        RequireLength(sequence.Length, constraint, pseudoEnergies);
        var codes = BaseCodes.Encode(sequence);
        if (!leastEnergies.TryTake(out var inside)) inside = new Inside<int, MinPlus>(energies, Options);
        try
        {
            var rules = PairRules<int, MinPlus>.Of(sequence.Length, constraint, pseudoEnergies, energies.Thermal);
            inside.Fill(codes, rules, new int[codes.Length + 40]);
            var energy = inside.Prefix[sequence.Length];
            if (energy >= MinPlus.Infinity) throw NoStructure();
            var partners = new Traceback(inside, Options.Dangles).Partners();
            return new FoldedStructure(SecondaryStructure.FromMatched(partners), energy / 100.0);
        }
        finally
        {
            if (sequence.Length <= LongestKept) leastEnergies.Add(inside);
        }
    }

    /// <summary>
    /// The energy of a given structure, loop by loop. Pairs other than AU, GC and GU count as the worst of the parameters.
    /// </summary>
    /// <param name="sequence">As in <see cref="Fold"/>.</param>
    /// <param name="structure">Of the same length, without pseudoknots. Loops may have any size.</param>
    /// <exception cref="OmniException">OH1810 when the lengths differ; OH1855 when pairs cross.</exception>
    public StructureEnergy Evaluate(ReadOnlySpan<char> sequence, SecondaryStructure structure)
    {
        if (sequence.Length != structure.Length)
            throw new OmniException(
                "OH1810", $"a structure of {Plural.Count(structure.Length, "base")} for a sequence of {sequence.Length}", null,
                "Give one structure symbol for each base.");
        Evaluation.RequireNested(structure);
        return new Evaluation(energies, Options.Dangles, BaseCodes.Encode(sequence), structure).Run();
    }

    /// <summary>The ensemble of all structures, with the probabilities of pairs.</summary>
    /// <inheritdoc cref="Fold" path="/param"/>
    /// <inheritdoc cref="Fold" path="/exception"/>
    public Ensemble Ensemble(ReadOnlySpan<char> sequence, FoldingConstraint? constraint = null, PseudoEnergies? pseudoEnergies = null)
    {
        var length = sequence.Length;
        RequireLength(length, constraint, pseudoEnergies);
        var codes = BaseCodes.Encode(sequence);
        if (!ensembles.TryTake(out var recursions))
            recursions = (new Inside<double, SumProduct>(weights, Options), new Outside(weights));
        try
        {
            var rules = PairRules<double, SumProduct>.Of(length, constraint, pseudoEnergies, weights.Thermal);
            // A structure's weight would soon leave what a double can hold: each base is scaled by what it is likely to bring.
            var perBase = Math.Max(0, LikelyEnergy(sequence, constraint, pseudoEnergies) * 1.07 / weights.Thermal);
            var scale = new double[length + 40];
            for (var bases = 0; bases < scale.Length; bases++) scale[bases] = Math.Exp(-bases * perBase);
            recursions.Inside.Fill(codes, rules, scale);
            var sum = recursions.Inside.Prefix[length];
            if (sum == 0) throw NoStructure();
            var probabilities = new Triangle<double>(byColumn: true);
            recursions.Outside.Fill(recursions.Inside, probabilities);
            var thermal = weights.Thermal / 100;
            return new Ensemble(
                recursions.Inside, recursions.Outside, probabilities, -thermal * (Math.Log(sum) + length * perBase), thermal);
        }
        finally
        {
            if (length <= LongestKept) ensembles.Add(recursions);
        }
    }

    /// <summary>
    /// What a base lowers the energy by, in 0.01 kcal/mol: an average for short sequences, the sequence's own for long ones.
    /// </summary>
    private double LikelyEnergy(ReadOnlySpan<char> sequence, FoldingConstraint? constraint, PseudoEnergies? pseudoEnergies)
    {
        return sequence.Length <= ShortEnsemble && pseudoEnergies is null
            ? 18.5 - 0.727 * (Options.Temperature - 37)
            : -100 * Fold(sequence, constraint, pseudoEnergies).Energy / sequence.Length;
    }

    private static void RequireLength(int length, FoldingConstraint? constraint, PseudoEnergies? pseudoEnergies)
    {
        Require(constraint?.Length, "a constraint");
        Require(pseudoEnergies?.Length, "energies");

        void Require(int? given, string what)
        {
            if (given is { } other && other != length)
                throw new OmniException(
                    "OH1810", $"{what} for {Plural.Count(other, "base")}, but the sequence has {length}", null, "Give one for each base.");
        }
    }

    private static OmniException NoStructure() =>
        new("OH1854", "no structure meets the constraint", null, "Ask for fewer pairs, or do not enforce them.");
}
