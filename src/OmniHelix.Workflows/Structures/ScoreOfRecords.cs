using OmniHelix.Rna;

namespace OmniHelix.Workflows.Structures;

/// <summary>A score, of one record and of all together.</summary>
/// <param name="Name">What it is.</param>
/// <param name="OfRecord">Of one record; null where it has none.</param>
/// <param name="OfAll">Of the counts of all pairs and the share of right bases; null where there is no such thing.</param>
internal sealed record ScoreOfRecords(string Name, Func<ComparedRecord, double?> OfRecord, Func<PairMetrics, double, double>? OfAll)
{
    private static readonly ScoreOfRecords[] Plain =
    [
        new("precision", record => record.Pairs.Precision, (pairs, _) => pairs.Precision),
        new("recall", record => record.Pairs.Recall, (pairs, _) => pairs.Recall),
        new("f1", record => record.Pairs.F1, (pairs, _) => pairs.F1),
        new("mcc", record => record.Pairs.MatthewsCorrelation, (pairs, _) => pairs.MatthewsCorrelation),
        new("base_accuracy", record => record.Bases == 0 ? 1 : (double)record.RightBases / record.Bases, (_, accuracy) => accuracy),
        new("pair_distance", record => record.PairDistance, null),
    ];

    private static readonly ScoreOfRecords[] Distances =
    [
        new("hamming", record => record.Bases - record.RightBases, null),
        new("mountain_1", record => record.Distances?.MountainByOne, null),
        new("mountain_2", record => record.Distances?.MountainByTwo, null),
        new("tree_edit", record => record.Distances?.Tree, null),
        new("tree_edit_condensed", record => record.Distances?.CondensedTree, null),
    ];

    /// <summary>The scores that are told.</summary>
    /// <param name="distances">With the distances.</param>
    public static IReadOnlyList<ScoreOfRecords> All(bool distances) => distances ? [.. Plain, .. Distances] : Plain;
}
