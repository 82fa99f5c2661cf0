namespace OmniHelix.Rna.Folding;

/// <summary>
/// Energies added to those of the loops, from an experiment or a model. Each is rounded to 0.01 kcal/mol, halves away from zero, before
/// it is used, for the least energy as for the ensemble.
/// </summary>
public sealed class PseudoEnergies
{
    private static readonly Dictionary<BasePair, int> NoPairs = [];

    private readonly int[] unpaired;
    private readonly int[] stacked;

    private PseudoEnergies(int[] unpaired, int[] stacked, IReadOnlyDictionary<BasePair, int> pairs)
    {
        this.unpaired = unpaired;
        this.stacked = stacked;
        Pairs = pairs;
        HasBaseEnergies = unpaired.Any(energy => energy != 0) || stacked.Any(energy => energy != 0);
    }

    /// <summary>Number of bases.</summary>
    public int Length => unpaired.Length;

    /// <summary>Of pairs, in 0.01 kcal/mol.</summary>
    internal IReadOnlyDictionary<BasePair, int> Pairs { get; }

    /// <summary><c>[length]</c>: of each base that opens a pair, in 0.01 kcal/mol; null for nothing.</summary>
    internal int[]? Opening { get; private init; }

    /// <summary><c>[length]</c>: of each base that closes a pair, in 0.01 kcal/mol; null for nothing.</summary>
    internal int[]? Closing { get; private init; }

    internal bool HasBaseEnergies { get; }

    /// <summary>Energies of unpaired bases and of pairs.</summary>
    /// <param name="unpaired"><c>[length]</c>, kcal/mol, added for each base that is unpaired.</param>
    /// <param name="pairs">kcal/mol, added for each of these pairs.</param>
    /// <exception cref="OmniException">OH1852 when a pair lies outside the sequence or an energy is no number.</exception>
    public static PseudoEnergies Of(IReadOnlyList<double> unpaired, IReadOnlyDictionary<BasePair, double>? pairs = null)
    {
        var rounded = new Dictionary<BasePair, int>();
        foreach (var (pair, energy) in pairs ?? new Dictionary<BasePair, double>())
        {
            var ordered = pair.Open < pair.Close ? pair : new BasePair(pair.Close, pair.Open);
            if (ordered.Open < 0 || ordered.Close >= unpaired.Count || ordered.Open == ordered.Close)
                throw new OmniException(
                    "OH1852", $"an energy is given for the pair {pair.Open + 1}-{pair.Close + 1}, but the sequence has "
                        + Plural.Count(unpaired.Count, "base"));
            rounded[ordered] = Round(energy, $"pair {ordered.Open + 1}-{ordered.Close + 1}");
        }
        return new PseudoEnergies(Rounded(unpaired), new int[unpaired.Count], rounded);
    }

    /// <summary>
    /// Energies from chemical probing: <c>slope · ln(reactivity + 1) + intercept</c> for each base of each pair that is stacked on a pair
    /// (Deigan et al. 2009).
    /// </summary>
    /// <param name="reactivities"><c>[length]</c>; negative or NaN where nothing was measured.</param>
    /// <param name="slope">kcal/mol.</param>
    /// <param name="intercept">kcal/mol.</param>
    public static PseudoEnergies FromReactivities(IReadOnlyList<double> reactivities, double slope = 1.8, double intercept = -0.6) =>
        new(
            new int[reactivities.Count],
            [.. reactivities.Select((value, at) => value >= 0 ? Round(slope * Math.Log(value + 1) + intercept, $"base {at + 1}") : 0)],
            NoPairs);

    /// <summary>Energies of bases by what they do: open a pair, close one, or stay unpaired.</summary>
    /// <param name="opening"><c>[length]</c>, kcal/mol, added for each base that pairs with a later one.</param>
    /// <param name="closing"><c>[length]</c>, kcal/mol, added for each base that pairs with an earlier one.</param>
    /// <param name="unpaired"><c>[length]</c>, kcal/mol, added for each base that is unpaired.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OmniException">OH1852 when an energy is no number.</exception>
    public static PseudoEnergies OfSides(
        IReadOnlyList<double> opening, IReadOnlyList<double> closing, IReadOnlyList<double> unpaired)
    {
        if (opening.Count != unpaired.Count || closing.Count != unpaired.Count)
            throw new ArgumentException($"{opening.Count}, {closing.Count} and {unpaired.Count} energies are not of one sequence.");
        return new PseudoEnergies(Rounded(unpaired), new int[unpaired.Count], NoPairs)
        {
            Opening = Rounded(opening),
            Closing = Rounded(closing),
        };
    }

    private static int[] Rounded(IReadOnlyList<double> energies) => [.. energies.Select((energy, at) => Round(energy, $"base {at + 1}"))];

    internal int UnpairedAt(int at) => unpaired[at];

    internal int StackedAt(int at) => stacked[at];

    private static int Round(double energy, string place) => double.IsFinite(energy) && Math.Abs(energy) <= 10_000
        ? (int)Math.Round(energy * 100, MidpointRounding.AwayFromZero)
        : throw new OmniException("OH1852", $"an energy of {energy} kcal/mol was given", place, "Give a number from -10000 to 10000.");
}
