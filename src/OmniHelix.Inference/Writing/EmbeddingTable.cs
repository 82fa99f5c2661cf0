using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// Embeddings as a table: <c>id</c>, <c>position</c> of the first base of a token, from 1, <c>label</c> where it is asked for,
/// <c>embedding</c> as a list, and <c>error</c> of a record that failed.
/// </summary>
internal static class EmbeddingTable
{
    /// <summary>Writes a row for each record, or for each of its tokens.</summary>
    public static void Write(string path, IEnumerable<Embedding> embeddings, int width, bool withLabels)
    {
        TableColumn[] label = withLabels ? [new("label", TableType.Text)] : [];
        using var writer = Table.Create(path,
        [
            new("id", TableType.Text), new("position", TableType.Int64), .. label,
            new("embedding", TableType.ListOf(new(TableKind.Float))), new("error", TableType.Text),
        ]);
        foreach (var embedding in embeddings)
        {
            object?[] of = withLabels ? [RecordLabel.Text(embedding.Example)] : [];
            if (embedding.Error is { } error)
                writer.Append([embedding.Example.Id, null, .. of, null, error.Describe().ReplaceLineEndings("")]);
            for (var row = 0; row < embedding.Values.Length / width; row++)
            {
                object? position = embedding.Positions.Count > 0 ? (long)embedding.Positions[row] : null;
                writer.Append([embedding.Example.Id, position, .. of, embedding.Values[(row * width)..((row + 1) * width)], null]);
            }
        }
        writer.Complete();
    }
}
