using OmniHelix.Data.Columns;
using OmniHelix.Rna;
using OmniHelix.Rna.Distances;

namespace OmniHelix.Workflows.Structures;

/// <summary>The scores of one record.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Bases">Their number.</param>
/// <param name="Pairs">Counts of its pairs.</param>
/// <param name="RightBases">Bases in the right state: opening a pair, closing one, or unpaired.</param>
/// <param name="PairDistance">Pairs that only one of the structures has.</param>
internal sealed record ComparedRecord(string Id, int Bases, PairMetrics Pairs, int RightBases, int PairDistance)
{
    private static readonly TableType Number = new(TableKind.Double), Count = new(TableKind.Int64);

    /// <summary>
    /// Mountain distances by powers 1 and 2, and edit distances of full and condensed trees; null when not asked for.
    /// </summary>
    public (double MountainByOne, double MountainByTwo, int? Tree, int? CondensedTree)? Distances { get; private init; }

    /// <summary>Scores a record.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="reference">The true structure.</param>
    /// <param name="predicted">Of the same length.</param>
    /// <param name="slip">How far one partner of a pair may be off.</param>
    /// <param name="distances">With the distances.</param>
    public static ComparedRecord Of(string id, SecondaryStructure reference, SecondaryStructure predicted, int slip, bool distances)
    {
        var length = reference.Length;
        var isNested = reference.IsNested && predicted.IsNested;
        return new ComparedRecord(
            id, length, PairMetrics.Compare(reference, predicted, slip), length - StructureDistance.Hamming(reference, predicted),
            StructureDistance.BasePairs(reference, predicted))
        {
            Distances = !distances
                ? null
                : (StructureDistance.Mountain(reference, predicted), StructureDistance.Mountain(reference, predicted, 2),
                    isNested ? StructureDistance.TreeEdit(reference, predicted) : null,
                    isNested ? StructureDistance.TreeEdit(reference, predicted, condensed: true) : null),
        };
    }

    /// <summary>The columns of a table with a row a record.</summary>
    /// <param name="distances">With the distances.</param>
    public static IReadOnlyList<RecordColumn<ComparedRecord>> Columns(bool distances) =>
        [.. Plain, .. distances ? OfDistances : []];

    private static IReadOnlyList<RecordColumn<ComparedRecord>> Plain { get; } =
    [
        new(new("id", TableType.Text), record => record.Id),
        new(new("bases", Count), record => (long)record.Bases),
        new(new("reference_pairs", Count), record => record.Pairs.Reference),
        new(new("predicted_pairs", Count), record => record.Pairs.Predicted),
        new(new("correct_pairs", Count), record => record.Pairs.CorrectPredicted),
        new(new("precision", Number), record => record.Pairs.Precision),
        new(new("recall", Number), record => record.Pairs.Recall),
        new(new("f1", Number), record => record.Pairs.F1),
        new(new("mcc", Number), record => record.Pairs.MatthewsCorrelation),
        new(new("base_accuracy", Number), record => record.Bases == 0 ? 1.0 : (double)record.RightBases / record.Bases),
        new(new("pair_distance", Count), record => (long)record.PairDistance),
    ];

    private static IReadOnlyList<RecordColumn<ComparedRecord>> OfDistances { get; } =
    [
        new(new("hamming", Count), record => (long)(record.Bases - record.RightBases)),
        new(new("mountain_1", Number), record => record.Distances?.MountainByOne),
        new(new("mountain_2", Number), record => record.Distances?.MountainByTwo),
        new(new("tree_edit", Count), record => (long?)record.Distances?.Tree),
        new(new("tree_edit_condensed", Count), record => (long?)record.Distances?.CondensedTree),
    ];
}
