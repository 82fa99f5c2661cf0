using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmniHelix.Torch.Checkpoints.Safetensors;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>
/// Writes safetensors files: widest types first, then by name, the buffer aligned to 8 bytes, the file whole or not at all.
/// </summary>
public static class SafetensorsWriter
{
    /// <summary>Streams the tensors into <paramref name="path"/>; no more than one buffer is held in memory.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="tensors">Tensors with distinct names; drop aliases of tied weights before.</param>
    /// <param name="metadata">Text stored beside them, such as <c>format: pt</c>.</param>
    /// <exception cref="OmniException">
    /// OH3015 duplicate or reserved name, element type that the format lacks, source of a wrong length; OH600x the file cannot be written.
    /// </exception>
    public static void Write(string path, IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var entries = new List<(TensorSource Source, SafetensorsType Type, long Length)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (tensor.Name == "__metadata__" || !names.Add(tensor.Name))
                throw Error(path, $"the tensor name '{tensor.Name}' is reserved or used twice");
            var type = SafetensorsType.Find(tensor.Type)
                ?? throw Error(path, $"tensor '{tensor.Name}' is {tensor.Type}, which safetensors cannot hold");
            if (tensor.Shape.Any(n => n < 0)) throw Error(path, $"tensor '{tensor.Name}' has a negative dimension");
            entries.Add((tensor, type, tensor.Shape.Aggregate(type.Bits / 8L, (product, n) => checked(product * n))));
        }
        entries.Sort(
            (a, b) => a.Type.Rank != b.Type.Rank
                ? b.Type.Rank.CompareTo(a.Type.Rank)
                : string.CompareOrdinal(a.Source.Name, b.Source.Name));
        var header = Header(entries, metadata);

        AtomicFile.Write(path, file =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            file.Write(length);
            file.Write(header);
            foreach (var (source, _, expected) in entries)
            {
                var start = file.Position;
                source.Write(file);
                if (file.Position - start != expected)
                    throw Error(path, $"the source of '{source.Name}' wrote {file.Position - start} bytes, expected {expected}");
            }
        });
    }

    private static byte[] Header(
        List<(TensorSource Source, SafetensorsType Type, long Length)> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(p => p.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var (source, type, length) in entries)
            {
                json.WriteStartObject(source.Name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (var dimension in source.Shape) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        var padded = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        buffer.WrittenSpan.CopyTo(padded);
        padded.AsSpan(buffer.WrittenCount).Fill((byte)' ');
        return padded;
    }

    private static OmniException Error(string path, string message) => new("OH3015", message, path);
}
