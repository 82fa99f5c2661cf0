using OmniHelix.Rna;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>Folding held to constraints or with energies given from outside.</summary>
internal static class ConstraintCases
{
    private static readonly EnergyModel Model = new();

    /// <summary>Constraints as text, one sign a base.</summary>
    public static void Signs(GoldenCheck check, GoldenRow row) =>
        Compare(check, row, FoldingConstraint.Parse(row["constraint"], enforce: row["mode"] == "enforce"), null);

    /// <summary>Constraints as lists.</summary>
    public static void Lists(GoldenCheck check, GoldenRow row)
    {
        var pairs = row.Has("pairs")
            ? row["pairs"].Split(',').Select(pair => pair.Split('-')).Select(ends => new BasePair(Base(ends[0]), Base(ends[1])))
            : [];
        var constraint = FoldingConstraint.Of(
            row["sequence"].Length, row.Numbers("unpaired").Select(at => at - 1), pairs, row.Numbers("paired_any").Select(at => at - 1));
        Compare(check, row, constraint, null);

        static int Base(string number) => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) - 1;
    }

    /// <summary>Energies of bases and pairs.</summary>
    public static void Energies(GoldenCheck check, GoldenRow row)
    {
        var unpaired = new double[row["sequence"].Length];
        foreach (var item in row.Items("unpaired_energies")) unpaired[(int)item[0] - 1] = item[1];
        var pairs = row.Items("pair_energies").ToDictionary(item => new BasePair((int)item[0] - 1, (int)item[1] - 1), item => item[2]);
        Compare(check, row, null, PseudoEnergies.Of(unpaired, pairs));
        var evaluated = Model.Evaluate(row["sequence"], row.Structure("mfe_structure")).Energy;
        check.Close($"{row.Name} without the energies", evaluated, row.Number("eval_of_mfe_without"), RnaTolerances.Energy);
    }

    /// <summary>Energies from chemical probing.</summary>
    public static void Reactivities(GoldenCheck check, GoldenRow row) => Compare(
        check, row, null, PseudoEnergies.FromReactivities(
            row.Items("reactivities").Single(), row.Number("slope"), row.Number("intercept")));

    private static void Compare(GoldenCheck check, GoldenRow row, FoldingConstraint? constraint, PseudoEnergies? energies)
    {
        if (row["mfe"] == "INF")
        {
            try
            {
                var impossible = Model.Fold(row["sequence"], constraint, energies);
                check.Fail(row.Name, impossible.Structure.ToDotBracket(), "no structure");
            }
            catch (OmniException e)
            {
                check.Equal($"{row.Name} error", e.Code, "OH1854");
            }
            return;
        }
        var folded = Model.Fold(row["sequence"], constraint, energies);
        check.Equal($"{row.Name} structure", folded.Structure.ToDotBracket(), row["mfe_structure"]);
        check.Close($"{row.Name} least energy", folded.Energy, row.Number("mfe"), RnaTolerances.Energy);
        var ensemble = Model.Ensemble(row["sequence"], constraint, energies);
        check.Close($"{row.Name} ensemble", ensemble.Energy, row.Number("ensemble_energy"), RnaTolerances.Ensemble);
    }
}
