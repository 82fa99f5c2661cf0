using OmniHelix.Rna.Folding;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>Two strands, as one structure and as a duplex.</summary>
internal static class StrandCases
{
    private static readonly StrandModel Model = new();

    /// <summary>
    /// The joint structure, the ensembles and the duplex. The names of the last two ensembles are exchanged in the table: where it matters,
    /// the weight of "bound" is that of "all" and of the strands apart together, and the reference's library returns the bound first.
    /// </summary>
    public static void Run(GoldenCheck check, GoldenRow row)
    {
        var (first, second) = (row["strand1"], row["strand2"]);
        var folded = Model.Fold(first, second);
        check.Equal($"{row.Name} structure", folded.Structure.ToDotBracket().Insert(first.Length, "&"), row["cofold_structure"]);
        check.Close($"{row.Name} least energy", folded.Energy, row.Number("cofold_mfe"), RnaTolerances.Energy);
        var ensemble = Model.Ensemble(first, second);
        check.Close($"{row.Name} first alone", ensemble.First, row.Number("ensemble_A"), RnaTolerances.Ensemble);
        check.Close($"{row.Name} second alone", ensemble.Second, row.Number("ensemble_B"), RnaTolerances.Ensemble);
        check.Close($"{row.Name} bound", ensemble.Bound, row.Number("ensemble_AB_all"), RnaTolerances.Ensemble);
        check.Close($"{row.Name} all", ensemble.Whole, row.Number("ensemble_AB_bound"), RnaTolerances.Ensemble);
        var duplex = Model.Hybridise(first, second)!;
        check.Close($"{row.Name} duplex", duplex.Energy, row.Number("duplex_energy"), RnaTolerances.Energy);
        check.Equal($"{row.Name} duplex structure", duplex.ToDotBracket(first.Length, second.Length), row["duplex_structure"]);
        var (i, j) = (Math.Min(duplex.Pairs[^1].Open + 2, first.Length), Math.Max(duplex.Pairs[^1].Close, 1));
        check.Equal($"{row.Name} duplex ends", (i, j), ((int)row.Number("duplex_i"), (int)row.Number("duplex_j")));
    }
}
