using System.Globalization;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>Circular RNA.</summary>
internal static class CircularCases
{
    /// <summary>The structure of least energy, its energy evaluated, and the ensemble's.</summary>
    public static void Run(GoldenCheck check, GoldenRow row)
    {
        var dangles = (DangleModel)int.Parse(row["dangles"], CultureInfo.InvariantCulture);
        var model = new EnergyModel(new FoldingOptions { Circular = true, Dangles = dangles });
        var folded = model.Fold(row["sequence"]);
        check.Close($"{row.Name} least energy", folded.Energy, row.Number("mfe"), RnaTolerances.Energy);
        check.Equal($"{row.Name} structure", folded.Structure.ToDotBracket(), row["mfe_structure"]);
        var evaluated = model.Evaluate(row["sequence"], row.Structure("mfe_structure")).Energy;
        check.Close($"{row.Name} evaluated", evaluated, row.Number("mfe"), RnaTolerances.Energy);
        check.Close(
            $"{row.Name} ensemble", model.Ensemble(row["sequence"]).Energy, row.Number("ensemble_energy"), RnaTolerances.Ensemble);
    }
}
