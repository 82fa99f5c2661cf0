namespace OmniHelix.Rna.Folding;

/// <summary>
/// Two strands of RNA together, by the same energies as one: their structure of least energy, with pairs inside of and between them, their
/// ensembles, and the best helix between them alone. Can be used by several threads at once.
/// </summary>
public sealed class StrandModel
{
    private readonly LoopTables<int, MinPlus> energies;
    private readonly LoopTables<double, SumProduct> weights;

    /// <summary>A model under some conditions.</summary>
    /// <exception cref="UsageException">
    /// OH1850 when they are out of range, or are not known of two strands: dangles 1 or 3, a largest span, a circle.
    /// </exception>
    public StrandModel(FoldingOptions? options = null)
    {
        Options = (options ?? FoldingOptions.Default).Checked();
        if (Options.Circular || Options.MaximumSpan is not null || Options.Dangles is DangleModel.Unpaired or DangleModel.Coaxial)
            throw new UsageException(
                "OH1850", "two strands are folded with dangles 0 or 2, as linear RNA and without a largest span", null,
                "Leave these conditions out.");
        energies = new LoopTables<int, MinPlus>(EnergyParameters.Turner2004, Options);
        weights = new LoopTables<double, SumProduct>(EnergyParameters.Turner2004, Options);
    }

    /// <summary>The conditions.</summary>
    public FoldingOptions Options { get; }

    /// <summary>The structure of least energy of both strands together; they may stay apart.</summary>
    /// <param name="first">Any case, T as U; letters other than A, C, G, U pair with nothing.</param>
    /// <param name="second">The same; both from 5' to 3'.</param>
    /// <returns>Of the bases of the first strand, then those of the second.</returns>
    /// <exception cref="OmniException">OH1851 when they are too long.</exception>
    public FoldedStructure Fold(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        var joint = new StrandBreak<int, MinPlus>(first.Length, second.Length);
        var inside = Filled(joint, energies, first, second, perBase: 0);
        var bound = inside.Prefix[^1] + energies.DuplexStart;
        var partners = new Traceback(inside).Partners(joint, bound < joint.Apart);
        return new FoldedStructure(SecondaryStructure.FromMatched(joint.WithoutBreak(partners)), Math.Min(bound, joint.Apart) / 100.0);
    }

    /// <summary>The free energies of the strands alone and together.</summary>
    /// <inheritdoc cref="Fold" path="/param"/>
    /// <inheritdoc cref="Fold" path="/exception"/>
    public StrandEnsemble Ensemble(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        var joint = new StrandBreak<double, SumProduct>(first.Length, second.Length);
        var length = first.Length + second.Length;
        // A structure's weight would soon leave what a double can hold: each base is scaled by what it is likely to bring.
        var perBase = length == 0 ? 0 : Math.Max(0, -107 * Fold(first, second).Energy / length / weights.Thermal);
        var bound = Filled(joint, weights, first, second, perBase).Prefix[^1] * weights.DuplexStart;
        return new StrandEnsemble(
            Energy(joint.First, first.Length), Energy(joint.Second, second.Length), Energy(bound, length),
            Energy(bound + joint.Apart, length));

        double Energy(double weight, int bases) => 0 - weights.Thermal / 100 * (Math.Log(weight) + bases * perBase);
    }

    /// <summary>
    /// The helix between the strands, with its bulges and interior loops, that has the least energy, neither strand pairing with itself;
    /// null when no bases of the two pair.
    /// </summary>
    /// <inheritdoc cref="Fold" path="/param"/>
    public Duplex? Hybridise(ReadOnlySpan<char> first, ReadOnlySpan<char> second) =>
        new DuplexSearch(energies, BaseCodes.Encode(first), BaseCodes.Encode(second)).Best();

    private Inside<T, S> Filled<T, S>(
        StrandBreak<T, S> joint, LoopTables<T, S> tables, ReadOnlySpan<char> first, ReadOnlySpan<char> second, double perBase)
        where T : unmanaged
        where S : struct, ISemiring<T>
    {
        var inside = new Inside<T, S>(tables, Options);
        var codes = StrandBreak<T, S>.Encode(first, second);
        var scale = new T[codes.Length + 40];
        for (var bases = 0; bases < scale.Length; bases++) scale[bases] = S.FromEnergy(bases * perBase, 1);
        inside.Fill(codes, StrandBreak<T, S>.Rules(first.Length, second.Length), scale, joint);
        return inside;
    }
}
