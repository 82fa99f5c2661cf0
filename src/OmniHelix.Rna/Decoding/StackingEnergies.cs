namespace OmniHelix.Rna.Decoding;

/// <summary>
/// Free energies of pairs stacked on pairs: the helix part of the nearest-neighbour model of RNA at 37 °C and 1 M NaCl (Xia et al. 1998
/// for Watson-Crick pairs, Mathews et al. 2004 for GU), to a tenth of a kcal/mol.
/// </summary>
internal static class StackingEnergies
{
    /// <summary>Molar gas constant times 37 °C, in kcal/mol: what turns an energy into a log-probability.</summary>
    public const double ThermalEnergy = 0.0019872 * 310.15;

    private const string Bases = "ACGU";

    // Of each pair the 5' base first.
    private static readonly string[] Pairs = ["CG", "GC", "GU", "UG", "AU", "UA"];

    // kcal/mol. Row: the outer pair; column: the inner pair turned round, so that the table is the same from both strands.
    private static readonly double[][] Table =
    [
        [-2.4, -3.3, -2.1, -1.4, -2.1, -2.1],
        [-3.3, -3.4, -2.5, -1.5, -2.2, -2.4],
        [-2.1, -2.5, +1.3, -0.5, -1.4, -1.3],
        [-1.4, -1.5, -0.5, +0.3, -0.6, -1.0],
        [-2.1, -2.2, -1.4, -0.6, -1.1, -0.9],
        [-2.1, -2.4, -1.3, -1.0, -0.9, -1.3],
    ];

    private static readonly int[] PairOfCodes = IndexPairs();

    /// <summary>Number of a base for <see cref="Of"/>, any case, T as U; other symbols share one.</summary>
    public static int Code(char symbol)
    {
        var upper = char.ToUpperInvariant(symbol);
        var code = Bases.IndexOf(upper == 'T' ? 'U' : upper, StringComparison.Ordinal);
        return code < 0 ? Bases.Length : code;
    }

    /// <summary>Energy in kcal/mol of pair (i,k) outside pair (i+1,k−1); 0 when one of them is not canonical.</summary>
    /// <param name="open">Code of base i.</param>
    /// <param name="close">Code of base k.</param>
    /// <param name="innerOpen">Code of base i+1.</param>
    /// <param name="innerClose">Code of base k−1.</param>
    public static double Of(int open, int close, int innerOpen, int innerClose)
    {
        var outer = PairOf(open, close);
        var inner = PairOf(innerClose, innerOpen);
        return outer < 0 || inner < 0 ? 0 : Table[outer][inner];
    }

    private static int PairOf(int first, int second) => PairOfCodes[first * (Bases.Length + 1) + second];

    private static int[] IndexPairs()
    {
        var size = Bases.Length + 1;
        var index = new int[size * size];
        Array.Fill(index, -1);
        for (var p = 0; p < Pairs.Length; p++) index[Code(Pairs[p][0]) * size + Code(Pairs[p][1])] = p;
        return index;
    }
}
