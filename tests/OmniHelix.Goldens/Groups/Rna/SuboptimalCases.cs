using System.Globalization;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>All structures near the least energy.</summary>
internal static class SuboptimalCases
{
    /// <summary>How many there are.</summary>
    public static void Counts(GoldenCheck check, GoldenRow row)
    {
        var model = Model(row);
        check.Close($"{row.Name} least energy", model.Fold(row["sequence"]).Energy, row.Number("mfe"), RnaTolerances.Energy);
        var near = model.Suboptimal(row["sequence"], row.Number("delta"));
        check.Equal($"{row.Name} structures", near.Structures.Count, (int)row.Number("count"));
    }

    /// <summary>Each with its energy, sorted.</summary>
    public static void Lists(GoldenCheck check, GoldenRow row)
    {
        var list = Model(row).Suboptimal(row["sequence"], row.Number("delta")).Structures
            .Select(one => FormattableString.Invariant($"{one.Energy:0.00} {one.Structure}"));
        check.Equal(row.Name, string.Join(';', list), row["energy_structure_list"]);
    }

    private static EnergyModel Model(GoldenRow row) => new EnergyModel(new FoldingOptions
    {
        Dangles = (DangleModel)int.Parse(row["dangles"], CultureInfo.InvariantCulture),
        LonelyPairs = row["noLP"] == "0",
    });
}
