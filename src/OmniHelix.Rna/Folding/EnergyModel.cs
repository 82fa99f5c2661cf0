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

    // What needs every structure to come about in one way, where bases do not choose what they stack on.
    private readonly Lazy<EnergyModel> fixedDangles;

    /// <summary>A model under some conditions.</summary>
    /// <exception cref="UsageException">OH1850 when they are out of range.</exception>
    public EnergyModel(FoldingOptions? options = null)
    {
        Options = (options ?? FoldingOptions.Default).Checked();
        energies = new LoopTables<int, MinPlus>(EnergyParameters.Turner2004, Options);
        weights = new LoopTables<double, SumProduct>(EnergyParameters.Turner2004, Options);
        fixedDangles = new Lazy<EnergyModel>(() => new EnergyModel(Options with { Dangles = DangleModel.Both }));
    }

    /// <summary>The conditions.</summary>
    public FoldingOptions Options { get; }

    /// <summary>The energies of loops.</summary>
    internal LoopTables<int, MinPlus> Energies => energies;

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

    /// <summary>The memory that <see cref="FoldLocally"/> takes for a sequence, in bytes.</summary>
    /// <param name="length">Number of bases; beyond some of them it does not matter.</param>
    public long LocalTableBytes(int length)
    {
        var span = Math.Min(length, Options.MaximumSpan ?? length);
        return TableBytes(Math.Min(length, LocalFolding.StretchOf(span) + span), ensemble: false);
    }

    /// <summary>The structure of least free energy.</summary>
    /// <param name="sequence">Any case, T as U; letters other than A, C, G, U pair with nothing.</param>
    /// <param name="constraint">What the structure is held to, as long as the sequence.</param>
    /// <param name="pseudoEnergies">Energies to add, as many as bases.</param>
    /// <exception cref="OmniException">
    /// OH1810 when the lengths differ; OH1851 when the sequence is too long; OH1854 when no structure meets the constraint.
    /// </exception>
    public FoldedStructure Fold(
        ReadOnlySpan<char> sequence, FoldingConstraint? constraint = null, PseudoEnergies? pseudoEnergies = null) =>
        OfLeastEnergy(sequence, constraint, pseudoEnergies, inside =>
        {
            var circle = Options.Circular ? new Circle<int, MinPlus>(inside) : null;
            var energy = Possible(circle?.Whole ?? inside.Prefix[inside.Length]);
            var traceback = new Traceback(inside);
            var partners = circle is null ? traceback.Partners() : traceback.Partners(circle);
            return new FoldedStructure(SecondaryStructure.FromMatched(partners), energy / 100.0);
        });

    /// <summary>
    /// All structures within some energy of the least (Wuchty et al. 1999), sorted. With dangles 1 or 3 those near the least energy of
    /// dangles 2, with the energies of the dangles asked for, as RNAsubopt has it.
    /// </summary>
    /// <param name="sequence">As in <see cref="Fold"/>.</param>
    /// <param name="band">How far above the least energy, in kcal/mol; hundredths count.</param>
    /// <param name="limit">The most structures: where there are more, the band is made narrower until there are not.</param>
    /// <param name="constraint">As in <see cref="Fold"/>.</param>
    /// <param name="pseudoEnergies">As in <see cref="Fold"/>.</param>
    /// <exception cref="OmniException">
    /// OH1810 when the lengths differ; OH1851 when the sequence is too long; OH1854 when no structure meets the constraint; OH1870 when
    /// more than the limit have the least energy.
    /// </exception>
    public SuboptimalStructures Suboptimal(
        ReadOnlySpan<char> sequence, double band, int limit = int.MaxValue, FoldingConstraint? constraint = null,
        PseudoEnergies? pseudoEnergies = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(band);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        RequireLinear("all structures near the least energy");
        if (Options.Dangles is DangleModel.Unpaired or DangleModel.Coaxial)
            return Evaluated(sequence, fixedDangles.Value.Suboptimal(sequence, band, limit, constraint, pseudoEnergies));
        return OfLeastEnergy(sequence, constraint, pseudoEnergies, inside =>
        {
            Possible(inside.Prefix[inside.Length]);
            return new SuboptimalSearch(inside).Sorted((int)Math.Round(Math.Min(band, 10_000) * 100), limit);
        });
    }

    /// <summary>
    /// Locally optimal structures of a sequence of any length, with pairs of at most <see cref="FoldingOptions.MaximumSpan"/> bases, as
    /// RNALfold finds them (Hofacker et al. 2004): memory grows with the span, not with the sequence.
    /// </summary>
    /// <param name="sequence">As in <see cref="Fold"/>.</param>
    /// <param name="found">Receives the structures, those nearest to the 3' end first.</param>
    /// <param name="progress">Is told the share of the sequence that is done.</param>
    /// <returns>The least energy of the whole sequence, in kcal/mol.</returns>
    /// <exception cref="UsageException">OH1850: the conditions have no largest span.</exception>
    /// <exception cref="OmniException">OH1851 when the span is too long.</exception>
    public double FoldLocally(ReadOnlySpan<char> sequence, Action<LocalStructure> found, IProgress<double>? progress = null)
    {
        RequireLinear("locally optimal structures");
        var span = Math.Min(Math.Max(5, sequence.Length), Options.MaximumSpan ?? throw new UsageException(
            "OH1850", "locally optimal structures need a largest span of their pairs", null, "Give a span, such as 150."));
        return new LocalFolding(new Inside<int, MinPlus>(energies, Options), BaseCodes.Encode(sequence), span).Run(found, progress) / 100.0;
    }

    /// <summary>Structures found with both dangles, with the energies that they have without.</summary>
    private SuboptimalStructures Evaluated(ReadOnlySpan<char> sequence, SuboptimalStructures found)
    {
        var structures = new List<FoldedStructure>();
        foreach (var one in found.Structures)
        {
            var difference = Evaluate(sequence, one.Structure).Energy - fixedDangles.Value.Evaluate(sequence, one.Structure).Energy;
            structures.Add(one with { Energy = Math.Round(100 * (one.Energy + difference)) / 100 });
        }
        return found with { Structures = SuboptimalStructures.Sorted(structures) };
    }

    private TResult OfLeastEnergy<TResult>(
        ReadOnlySpan<char> sequence, FoldingConstraint? constraint, PseudoEnergies? pseudoEnergies, Func<Inside<int, MinPlus>, TResult> use)
    {
        RequireLength(sequence.Length, constraint, pseudoEnergies);
        var codes = Encode(sequence);
        if (!leastEnergies.TryTake(out var inside)) inside = new Inside<int, MinPlus>(energies, Options);
        try
        {
            var rules = PairRules<int, MinPlus>.Of(sequence.Length, constraint, pseudoEnergies, energies.Thermal);
            inside.Fill(codes, rules, new int[codes.Length + 40]);
            return use(inside);
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
        return new Evaluation(energies, Options, Encode(sequence), structure).Run();
    }

    /// <summary>The ensemble of all structures, with the probabilities of pairs.</summary>
    /// <inheritdoc cref="Fold" path="/param"/>
    /// <inheritdoc cref="Fold" path="/exception"/>
    public Ensemble Ensemble(ReadOnlySpan<char> sequence, FoldingConstraint? constraint = null, PseudoEnergies? pseudoEnergies = null) =>
        OfAll(sequence, constraint, pseudoEnergies, (recursions, circle, energy) =>
        {
            var probabilities = new Triangle<double>(byColumn: true);
            recursions.Outside.Fill(recursions.Inside, probabilities, circle);
            return new Ensemble(recursions.Inside, recursions.Outside, probabilities, energy, weights.Thermal / 100);
        });

    /// <summary>Structures drawn from the ensemble, each as often as it is probable (Ding and Lawrence 2003).</summary>
    /// <param name="sequence">As in <see cref="Fold"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed draws the same structures.</param>
    /// <param name="constraint">As in <see cref="Fold"/>.</param>
    /// <param name="pseudoEnergies">As in <see cref="Fold"/>.</param>
    /// <inheritdoc cref="Fold" path="/exception"/>
    public IReadOnlyList<SecondaryStructure> Sample(
        ReadOnlySpan<char> sequence, int count, long seed, FoldingConstraint? constraint = null, PseudoEnergies? pseudoEnergies = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RequireLinear("structures drawn from the ensemble");
        return OfAll(sequence, constraint, pseudoEnergies, (recursions, _, _) =>
        {
            var sampler = new StructureSampler(recursions.Inside, new Xoshiro256(seed));
            return (IReadOnlyList<SecondaryStructure>)[.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
        });
    }

    /// <summary>Fills the weights of a sequence and hands them on, with the free energy of the whole in kcal/mol.</summary>
    private TResult OfAll<TResult>(
        ReadOnlySpan<char> sequence, FoldingConstraint? constraint, PseudoEnergies? pseudoEnergies,
        Func<(Inside<double, SumProduct> Inside, Outside Outside), Circle<double, SumProduct>?, double, TResult> use)
    {
        var length = sequence.Length;
        RequireLength(length, constraint, pseudoEnergies);
        var codes = Encode(sequence);
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
            var circle = Options.Circular ? new Circle<double, SumProduct>(recursions.Inside) : null;
            var sum = circle?.Whole ?? recursions.Inside.Prefix[length];
            if (sum == 0) throw NoStructure();
            return use(recursions, circle, -weights.Thermal / 100 * (Math.Log(sum) + length * perBase));
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

    private byte[] Encode(ReadOnlySpan<char> sequence) => Options.Circular ? BaseCodes.EncodeCircle(sequence) : BaseCodes.Encode(sequence);

    private void RequireLinear(string what)
    {
        if (Options.Circular)
            throw new UsageException(
                "OH1850", $"{what} are known of linear RNA only", null, "Ask for the structure of least energy or the ensemble.");
    }

    private static int Possible(int energy) => energy >= MinPlus.Infinity ? throw NoStructure() : energy;

    private static OmniException NoStructure() =>
        new("OH1854", "no structure meets the constraint", null, "Ask for fewer pairs, or do not enforce them.");
}
