using System.Globalization;
using OmniHelix.Rna;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>Probabilities of pairs and what follows from them.</summary>
internal static class EnsembleCases
{
    private static readonly EnergyModel Usual = new();

    /// <summary>Every pair of a sequence; those that are not listed have less than 10⁻⁶.</summary>
    public static void Pairs(GoldenCheck check, GoldenRow row)
    {
        var ensemble = Model(row).Ensemble(row["sequence"]);
        check.Close($"{row.Name} ensemble", ensemble.Energy, row.Number("ensemble_energy"), RnaTolerances.Ensemble);
        var expected = new double[ensemble.Length, ensemble.Length];
        foreach (var item in row.Items("pairs")) expected[(int)item[0] - 1, (int)item[1] - 1] = item[2];
        for (var i = 0; i < ensemble.Length; i++)
            for (var j = i + 1; j < ensemble.Length; j++)
                check.Close($"{row.Name} pair {i + 1}-{j + 1}", ensemble[i, j], expected[i, j], RnaTolerances.Probability);
    }

    /// <summary>How settled each base is.</summary>
    public static void Entropy(GoldenCheck check, GoldenRow row)
    {
        var ensemble = Usual.Ensemble(row["sequence"]);
        check.Close(
            $"{row.Name} entropy", ensemble.PositionalEntropy(), row.Items("positional_entropy").Single(), new Tolerance(1e-5, 1e-5));
        check.Close($"{row.Name} unpaired", ensemble.Unpaired, row.Items("unpaired").Single(), RnaTolerances.Probability);
    }

    /// <summary>Pairs directly around pairs.</summary>
    public static void Stacks(GoldenCheck check, GoldenRow row)
    {
        var stacks = Usual.Ensemble(row["sequence"]).Stacks.ToDictionary(stack => stack.Outer, stack => stack.Probability);
        foreach (var item in row.Items("stacks"))
        {
            var pair = new BasePair((int)item[0] - 1, (int)item[1] - 1);
            check.Close($"{row.Name} stack {item[0]}-{item[1]}", stacks.GetValueOrDefault(pair), item[2], RnaTolerances.Probability);
        }
    }

    /// <summary>Sequences whose partition function no double holds.</summary>
    public static void Long(GoldenCheck check, GoldenRow row)
    {
        var model = Model(row);
        var folded = model.Fold(row["sequence"]);
        var ensemble = model.Ensemble(row["sequence"]);
        check.Equal($"{row.Name} structure", folded.Structure.ToDotBracket(), row["mfe_structure"]);
        check.Close($"{row.Name} least energy", folded.Energy, row.Number("mfe"), RnaTolerances.Energy);
        check.Close($"{row.Name} ensemble", ensemble.Energy, row.Number("ensemble_energy"), new Tolerance(1e-4, 1e-6));
        check.Close($"{row.Name} diversity", ensemble.Diversity, row.Number("diversity"), new Tolerance(1e-3, 0));
        check.Close($"{row.Name} centroid distance", ensemble.Centroid().Distance, row.Number("centroid_distance"), new Tolerance(1e-3, 0));
        var sum = ensemble.Pairs(double.Epsilon).Sum(pair => pair.Probability);
        check.Close($"{row.Name} pairs", sum, row.Number("sum_of_pair_probs"), new Tolerance(1e-4, 0));
    }

    /// <summary>The most accurate structures by what a paired base counts.</summary>
    public static void Accuracy(GoldenCheck check, GoldenRow row)
    {
        var (structure, accuracy) = Usual.Ensemble(row["sequence"]).MaximumExpectedAccuracy(row.Number("gamma"));
        check.Equal($"{row.Name} gamma {row["gamma"]}", structure.ToDotBracket(), row["mea"]);
        check.Close($"{row.Name} gamma {row["gamma"]} accuracy", accuracy, row.Number("value"), RnaTolerances.Accuracy);
        check.Close(
            $"{row.Name} gamma {row["gamma"]} energy", Usual.Evaluate(row["sequence"], structure).Energy, row.Number("energy"),
            RnaTolerances.Energy);
    }

    private static EnergyModel Model(GoldenRow row) => !row.Has("dangles")
        ? Usual
        : new EnergyModel(new FoldingOptions
        {
            Dangles = (DangleModel)int.Parse(row["dangles"], CultureInfo.InvariantCulture),
            Temperature = row.Has("temperature") ? row.Number("temperature") : 37,
            MaximumSpan = row.Has("span") && row.Number("span") > 0 ? (int)row.Number("span") : null,
            WobblePairs = !row.Has("noGU") || row["noGU"] == "0",
        });
}
