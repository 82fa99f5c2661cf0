using System.Globalization;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>Locally optimal structures.</summary>
internal static class LocalCases
{
    /// <summary>Each with its place and energy, in the order found, and the energy of the whole.</summary>
    public static void Run(GoldenCheck check, GoldenRow row)
    {
        var span = int.Parse(row["span"], CultureInfo.InvariantCulture);
        var found = new List<string>();
        var energy = new EnergyModel(new FoldingOptions { MaximumSpan = span }).FoldLocally(row["sequence"], local => found.Add(
            FormattableString.Invariant(
                $"{local.Start + 1}:{local.Start + local.Structure.Length}:{local.Energy:0.00}:{local.Structure}")));
        check.Close($"{row.Name} least energy", energy, row.Number("mfe"), RnaTolerances.Energy);
        check.Equal($"{row.Name} structures", string.Join(';', found), row["local_structures(start:end:energy:structure)"]);
    }
}
