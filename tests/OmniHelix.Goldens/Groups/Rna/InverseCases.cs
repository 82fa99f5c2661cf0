using OmniHelix.Rna;
using OmniHelix.Rna.Distances;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>Sequences against the structures they were designed for.</summary>
internal static class InverseCases
{
    private static readonly EnergyModel Model = new();

    /// <summary>How near a designed sequence comes to its target.</summary>
    public static void Designs(GoldenCheck check, GoldenRow row)
    {
        var (sequence, target) = (row["sequence"], row.Structure("target"));
        var folded = Model.Fold(sequence);
        var ensemble = Model.Ensemble(sequence);
        var energy = Model.Evaluate(sequence, target).Energy;
        check.Equal($"{row.Name} structure", folded.Structure.ToDotBracket(), row["mfe_structure"]);
        check.Close($"{row.Name} least energy", folded.Energy, row.Number("mfe"), RnaTolerances.Energy);
        check.Close($"{row.Name} energy of the target", energy, row.Number("energy_of_target"), RnaTolerances.Energy);
        check.Close($"{row.Name} ensemble", ensemble.Energy, row.Number("ensemble_energy"), RnaTolerances.Ensemble);
        check.Close($"{row.Name} probability", ensemble.Frequency(energy), row.Number("probability"), new Tolerance(1e-6, 2e-5));
        check.Close($"{row.Name} defect", ensemble.Defect(target), row.Number("defect"), RnaTolerances.Probability);
        check.Equal($"{row.Name} solved", folded.Structure.Equals(target) ? "1" : "0", row["solved"]);
    }

    /// <summary>Scores of pair sets. Two empty structures agree here; the reference gives them 0.</summary>
    public static void Pairs(GoldenCheck check, GoldenRow row)
    {
        var (reference, prediction) = (row.Structure("reference"), row.Structure("prediction"));
        var exact = PairMetrics.Compare(reference, prediction);
        var slip = PairMetrics.Compare(reference, prediction, slip: 1);
        check.Equal(
            $"{row.Name} pairs", (exact.Reference, exact.Predicted), ((long)row.Number("ref_pairs"), (long)row.Number("pred_pairs")));
        check.Equal($"{row.Name} matched", exact.CorrectPredicted, (long)row.Number("matched"));
        check.Equal($"{row.Name} matched with slip", slip.CorrectPredicted, (long)row.Number("slip_matched_pred"));
        check.Equal($"{row.Name} found with slip", slip.RecoveredReference, (long)row.Number("slip_matched_ref"));
        if (exact.Reference == 0 && exact.Predicted == 0) return;
        var tolerance = new Tolerance(1e-9, 0);
        check.Close($"{row.Name} precision", exact.Precision, row.Number("precision"), tolerance);
        check.Close($"{row.Name} recall", exact.Recall, row.Number("recall"), tolerance);
        check.Close($"{row.Name} F1", exact.F1, row.Number("f1"), tolerance);
        check.Close($"{row.Name} MCC", exact.MatthewsCorrelation, row.Number("mcc"), tolerance);
        check.Close($"{row.Name} F1 with slip", slip.F1, row.Number("slip_f1"), tolerance);
    }

    /// <summary>How far structures are apart. The reference has no trees of structures without pairs.</summary>
    public static void Distances(GoldenCheck check, GoldenRow row)
    {
        var (a, b) = (row.Structure("a"), row.Structure("b"));
        check.Equal($"{row.Name} pairs", StructureDistance.BasePairs(a, b), (int)row.Number("base_pair"));
        check.Equal($"{row.Name} states", StructureDistance.Hamming(a, b), (int)row.Number("hamming"));
        check.Close($"{row.Name} mountain, 1", StructureDistance.Mountain(a, b), row.Number("mountain_p1"), RnaTolerances.Distance);
        check.Close($"{row.Name} mountain, 2", StructureDistance.Mountain(a, b, 2), row.Number("mountain_p2"), RnaTolerances.Distance);
        if (a.Pairs.Count == 0 || b.Pairs.Count == 0) return;
        check.Equal($"{row.Name} trees", StructureDistance.TreeEdit(a, b), (int)row.Number("tree_edit_full"));
        check.Equal($"{row.Name} condensed trees", StructureDistance.TreeEdit(a, b, condensed: true), (int)row.Number("tree_edit_hit"));
    }
}
