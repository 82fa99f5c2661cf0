namespace OmniHelix.Data.Columns;

/// <summary>One file as a table.</summary>
internal interface ITableSource
{
    /// <summary>All columns.</summary>
    IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Number of rows where the format tells it.</summary>
    long? RowCount { get; }

    /// <summary>Opens the file and reads it chunk by chunk.</summary>
    /// <param name="columns">Indices of the columns wanted, in order.</param>
    IEnumerable<TableChunk> Read(IReadOnlyList<int> columns);
}
