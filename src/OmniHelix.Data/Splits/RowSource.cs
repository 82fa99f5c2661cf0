using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Splits;

/// <summary>Rows that are written to the splits of a data set.</summary>
/// <param name="Columns">Their columns.</param>
/// <param name="Rows">The rows in their order; enumerated once.</param>
/// <param name="Append">Hands one to a writer.</param>
public sealed record RowSource<T>(IReadOnlyList<TableColumn> Columns, IEnumerable<T> Rows, Action<TableWriter, T> Append);
