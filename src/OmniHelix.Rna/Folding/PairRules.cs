namespace OmniHelix.Rna.Folding;

/// <summary>Which bases of one sequence may pair, and what single bases and pairs cost beside their loops.</summary>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class PairRules<T, S>
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    private readonly FoldingConstraint? constraint;
    private readonly Dictionary<(int I, int J), T>? pairCosts;

    // [length + 2], by position from 1.
    private readonly T[]? opening, closing;

    private PairRules(FoldingConstraint? constraint, PseudoEnergies? energies, BaseCosts<T, S>? costs, double thermal)
    {
        this.constraint = constraint;
        Costs = costs;
        if (energies is null) return;
        if (energies.Pairs.Count > 0)
            pairCosts = energies.Pairs.ToDictionary(
                pair => (pair.Key.Open + 1, pair.Key.Close + 1), pair => S.FromEnergy(pair.Value, thermal));
        opening = OfBases(energies.Opening);
        closing = OfBases(energies.Closing);

        T[]? OfBases(int[]? each) => each is null ? null : [S.One, .. each.Select(energy => S.FromEnergy(energy, thermal)), S.One];
    }

    /// <summary>Only what the bases are decides.</summary>
    public static PairRules<T, S> None { get; } = new(null, null, null, 1);

    /// <summary>What single bases cost; null when nothing.</summary>
    public BaseCosts<T, S>? Costs { get; }

    /// <summary>The rules of one sequence.</summary>
    /// <param name="length">Of the sequence.</param>
    /// <param name="constraint">Of the same length.</param>
    /// <param name="energies">Of the same length.</param>
    /// <param name="thermal">kT in 0.01 kcal/mol.</param>
    public static PairRules<T, S> Of(int length, FoldingConstraint? constraint, PseudoEnergies? energies, double thermal)
    {
        if (constraint is null && energies is null) return None;
        var unpaired = new T[length + 2];
        var stacked = new T[length + 2];
        Array.Fill(unpaired, S.One);
        Array.Fill(stacked, S.One);
        for (var at = 1; at <= length; at++)
        {
            if (energies is not null)
            {
                unpaired[at] = S.FromEnergy(energies.UnpairedAt(at - 1), thermal);
                stacked[at] = S.FromEnergy(energies.StackedAt(at - 1), thermal);
            }
            if (constraint is not null && constraint.MustPair(at - 1)) unpaired[at] = S.Zero;
        }
        var needsCosts = (energies?.HasBaseEnergies ?? false) || (constraint?.Enforced ?? false);
        return new PairRules<T, S>(constraint, energies, needsCosts ? new BaseCosts<T, S>(unpaired, stacked) : null, thermal);
    }

    /// <summary>The type of the pair (i, j), from 1, or −1 when the two may not pair.</summary>
    public int MayPair(byte[] codes, int i, int j, FoldingOptions options)
    {
        var type = BaseCodes.Pair(codes[i], codes[j]);
        if (type == BaseCodes.Other && (constraint is null || !constraint.Brackets(i - 1, j - 1))) return -1;
        if (!options.WobblePairs && BaseCodes.IsWobble(type)) return -1;
        return constraint is null || constraint.Allows(i - 1, j - 1) ? type : -1;
    }

    /// <summary>What base <paramref name="at"/>, from 1, costs when it is unpaired.</summary>
    public T Unpaired(int at) => Costs is null ? S.One : Costs.Unpaired[at];

    /// <summary>What the pair (i, j), from 1, costs.</summary>
    public T PairCost(int i, int j)
    {
        var cost = pairCosts is not null && pairCosts.TryGetValue((i, j), out var own) ? own : S.One;
        return opening is null ? cost : S.Join(cost, S.Join(opening[i], closing![j]));
    }
}
