using System.Runtime.InteropServices;
using OmniHelix.Data.Numpy;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// Embeddings as an archive of NumPy: <c>embeddings</c> <c>[rows, hidden]</c>, <c>ids</c> <c>[rows]</c>, <c>positions</c> <c>[rows]</c> of
/// the first bases of tokens, from 1, and <c>labels</c> <c>[rows]</c> as text where they are asked for.
/// </summary>
internal static class EmbeddingArchive
{
    /// <summary>Writes the records that did not fail.</summary>
    public static void Write(string path, IEnumerable<Embedding> embeddings, int width, bool withLabels)
    {
        using var waiting = EmbeddingFile.Spool(path);
        var ids = new List<string>();
        var labels = new List<string>();
        var positions = new List<long>();
        foreach (var embedding in embeddings)
        {
            if (embedding.Error is not null) continue;
            waiting.Write(MemoryMarshal.AsBytes(embedding.Values.AsSpan()));
            var rows = embedding.Values.Length / width;
            ids.AddRange(Enumerable.Repeat(embedding.Example.Id, rows));
            if (withLabels) labels.AddRange(Enumerable.Repeat(RecordLabel.Text(embedding.Example), rows));
            positions.AddRange(embedding.Positions.Select(position => (long)position));
        }
        waiting.Position = 0;
        List<KeyValuePair<string, Action<Stream>>> arrays = [new("embeddings", Values), new("ids", NpyArray.OfText(ids).Write)];
        if (positions.Count > 0)
            arrays.Add(new("positions", NpyArray.Of<long>(CollectionsMarshal.AsSpan(positions), positions.Count).Write));
        if (withLabels) arrays.Add(new("labels", NpyArray.OfText(labels).Write));
        NpzFile.WriteParts(path, arrays);

        void Values(Stream stream)
        {
            NpyFile.WriteHeader(stream, "<f4", [ids.Count, width]);
            waiting.CopyTo(stream);
        }
    }
}
