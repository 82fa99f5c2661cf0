using System.Globalization;
using System.Text.RegularExpressions;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>Structures of least energy and their ensembles under the conditions that the table's name gives.</summary>
internal static partial class FoldCases
{
    /// <summary>Reads a name such as <c>fold-d2-T37-noGU</c>; null when it is another.</summary>
    public static FoldingOptions? ConditionsOf(string name)
    {
        var match = TableName().Match(name);
        if (!match.Success) return null;
        var options = new FoldingOptions
        {
            Dangles = (DangleModel)int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            Temperature = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture),
        };
        return match.Groups[3].Value switch
        {
            "" => options,
            "-noGU" => options with { WobblePairs = false },
            "-noGUclosure" => options with { WobbleClosure = false },
            "-noLP" => options with { LonelyPairs = false },
            "-noSpecial" => options with { SpecialHairpins = false },
            var span => options with { MaximumSpan = int.Parse(span.AsSpan("-span".Length), CultureInfo.InvariantCulture) },
        };
    }

    /// <summary>Compares every row.</summary>
    public static void Run(GoldenCheck check, string path, string sequences, FoldingOptions options)
    {
        var model = new EnergyModel(options);
        var bases = GoldenTable.Read(sequences).ToDictionary(row => row["id"], row => row["sequence"]);
        var line = 1;
        foreach (var fields in GoldenTable.Read(path))
        {
            line++;
            var row = new GoldenRow(fields, line);
            Row(check, row, model, bases[row["id"]]);
        }
    }

    private static void Row(GoldenCheck check, GoldenRow row, EnergyModel model, string sequence)
    {
        var folded = model.Fold(sequence);
        check.Close(
            $"{row.Name} energy of the structure", model.Evaluate(sequence, folded.Structure).Energy, folded.Energy, RnaTolerances.Energy);
        switch (model.Options.Dangles)
        {
            // Of several structures of least energy the reference's choice is specified for these two models.
            case DangleModel.None or DangleModel.Both:
                check.Equal($"{row.Name} structure", folded.Structure.ToDotBracket(), row["mfe_structure"]);
                check.Close($"{row.Name} least energy", folded.Energy, row.Number("mfe"), RnaTolerances.Energy);
                break;
            case DangleModel.Unpaired:
                check.Close($"{row.Name} least energy", folded.Energy, row.Number("mfe"), RnaTolerances.Energy);
                break;
            case DangleModel.Coaxial:
                NotWorse(check, row, model, sequence, folded);
                break;
        }
        if (row.Has("ensemble_energy")) Ensemble(check, row, model, sequence, folded);
    }

    /// <summary>
    /// The reference does not see every coaxial stack that it counts in an evaluation, and states energies that its structures have not.
    /// </summary>
    private static void NotWorse(GoldenCheck check, GoldenRow row, EnergyModel model, string sequence, FoldedStructure folded)
    {
        var theirs = model.Evaluate(sequence, row.Structure("mfe_structure")).Energy;
        check.Close($"{row.Name} energy above the reference's structure", Math.Max(0, folded.Energy - theirs), 0, RnaTolerances.Energy);
    }

    private static void Ensemble(GoldenCheck check, GoldenRow row, EnergyModel model, string sequence, FoldedStructure folded)
    {
        var ensemble = model.Ensemble(sequence);
        var (centroid, distance) = ensemble.Centroid();
        var (structure, accuracy) = ensemble.MaximumExpectedAccuracy();
        check.Close($"{row.Name} ensemble", ensemble.Energy, row.Number("ensemble_energy"), RnaTolerances.Ensemble);
        check.Close($"{row.Name} frequency", ensemble.Frequency(folded.Energy), row.Number("mfe_frequency"), new Tolerance(1e-6, 2e-5));
        check.Close($"{row.Name} defect", ensemble.Defect(folded.Structure), row.Number("mfe_defect"), RnaTolerances.Probability);
        check.Close($"{row.Name} diversity", ensemble.Diversity, row.Number("diversity"), RnaTolerances.Distance);
        check.Equal($"{row.Name} centroid", centroid.ToDotBracket(), row["centroid"]);
        check.Close($"{row.Name} centroid distance", distance, row.Number("centroid_distance"), RnaTolerances.Distance);
        check.Close(
            $"{row.Name} centroid energy", model.Evaluate(sequence, centroid).Energy, row.Number("centroid_energy"), RnaTolerances.Energy);
        check.Close($"{row.Name} accuracy", accuracy, row.Number("mea_value"), RnaTolerances.Accuracy);
        check.Equal($"{row.Name} accurate structure", structure.ToDotBracket(), row["mea"]);
    }

    [GeneratedRegex("^fold-d([0-3])-T([0-9]+)(|-noGU|-noGUclosure|-noLP|-noSpecial|-span[0-9]+)$")]
    private static partial Regex TableName();
}
