using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Structures;

/// <summary>A column, and what it says of a record.</summary>
/// <param name="Column">Its name and type.</param>
/// <param name="Cell">Its value.</param>
internal sealed record RecordColumn<T>(TableColumn Column, Func<T, object?> Cell);

/// <summary>A table of records.</summary>
/// <param name="path">The file.</param>
/// <param name="kind">Its kind.</param>
/// <param name="columns">Left to right.</param>
internal sealed class RecordTable<T>(string path, FileKind kind, IReadOnlyList<RecordColumn<T>> columns) : IDisposable
{
    private readonly TableWriter writer = Table.Create(path, [.. columns.Select(column => column.Column)], new() { Kind = kind });

    /// <summary>Appends a record.</summary>
    public void Append(T record) => writer.Append([.. columns.Select(column => column.Cell(record))]);

    /// <summary>Ends the file and gives it its name.</summary>
    public void Complete() => writer.Complete();

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
