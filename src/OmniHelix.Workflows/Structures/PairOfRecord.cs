using OmniHelix.Data.Columns;
using OmniHelix.Rna;

namespace OmniHelix.Workflows.Structures;

/// <summary>The probability of a pair of a record.</summary>
/// <param name="Id">The record.</param>
/// <param name="Pair">The pair.</param>
/// <param name="Probability">Its probability.</param>
internal sealed record PairOfRecord(string Id, BasePair Pair, double Probability)
{
    /// <summary>The columns of their table: record, both bases from 1, probability.</summary>
    public static IReadOnlyList<RecordColumn<PairOfRecord>> Columns { get; } =
    [
        new(new("id", TableType.Text), pair => pair.Id),
        new(new("i", new TableType(TableKind.Int32)), pair => pair.Pair.Open + 1),
        new(new("j", new TableType(TableKind.Int32)), pair => pair.Pair.Close + 1),
        new(new("probability", new TableType(TableKind.Double)), pair => pair.Probability),
    ];

    /// <summary>The pairs of a record whose ensemble was computed.</summary>
    public static IEnumerable<PairOfRecord> Of(FoldedRecord record) =>
        record.Ensemble?.Pairs.Select(pair => new PairOfRecord(record.Example.Id, pair.Pair, pair.Probability)) ?? [];
}
