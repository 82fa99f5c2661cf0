using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.Numpy;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Inference.Writing;

/// <summary>Forms of embedding files.</summary>
public enum EmbeddingFormat
{
    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>Comma-separated: id, then one column a channel.</summary>
    Csv,

    /// <summary>NumPy array, one row a vector.</summary>
    Npy,

    /// <summary>Tensor <c>embeddings</c>, one row a vector.</summary>
    Safetensors,
}

/// <summary>Writes embeddings as they come. Arrays hold the records that did not fail, and a text file beside them names the record of each row.</summary>
public static class EmbeddingFile
{
    private const string TensorName = "embeddings";

    /// <summary>The form that a file name promises; null when it promises none.</summary>
    public static EmbeddingFormat? FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSONL" or ".NDJSON" => EmbeddingFormat.JsonLines,
        ".CSV" => EmbeddingFormat.Csv,
        ".NPY" => EmbeddingFormat.Npy,
        ".SAFETENSORS" => EmbeddingFormat.Safetensors,
        _ => null,
    };

    /// <summary>The file beside an array with the record of each row; for vectors of tokens also the position of the token's first base, from 1, behind a tab. Null for forms that hold the names.</summary>
    public static string? NamesBeside(string path) => FormatOf(path) is EmbeddingFormat.Npy or EmbeddingFormat.Safetensors ? Path.ChangeExtension(path, ".ids.txt") : null;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Its ending tells the form.</param>
    /// <param name="embeddings">Vectors in order.</param>
    /// <param name="width">Numbers of a vector.</param>
    /// <exception cref="UsageException">OH5307: the ending tells no form.</exception>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void Write(string path, IEnumerable<Embedding> embeddings, int width)
    {
        switch (FormatOf(path))
        {
            case EmbeddingFormat.JsonLines:
                Text(path, writer => WriteJsonLines(writer, embeddings, width));
                break;
            case EmbeddingFormat.Csv:
                Text(path, writer => WriteCsv(writer, embeddings, width));
                break;
            case { } array:
                WriteArray(path, array, embeddings, width);
                break;
            case null:
                throw new UsageException("OH5307", $"'{Path.GetExtension(path)}' is no form of embeddings", path, "Choose .npy, .safetensors, .csv or .jsonl.");
        }
    }

    /// <summary>One JSON object a line: id, sequence, metadata, and embedding, or token_embeddings with positions, or error.</summary>
    public static void WriteJsonLines(TextWriter output, IEnumerable<Embedding> embeddings, int width)
    {
        foreach (var embedding in embeddings) output.Write(JsonLine.Of(json => Fields(json, embedding, width)) + "\n");
    }

    private static void Fields(Utf8JsonWriter json, Embedding embedding, int width)
    {
        PredictionJson.WriteRecord(json, embedding.Example);
        if (embedding.Error is { } error) PredictionJson.WriteError(json, "error", error);
        else
        {
            var perToken = embedding.Positions.Count > 0;
            json.WritePropertyName(perToken ? "token_embeddings" : "embedding");
            PredictionJson.WriteNumbers(json, embedding.Values, width, rows: perToken);
            if (!perToken) return;
            json.WriteStartArray("positions");
            foreach (var position in embedding.Positions) json.WriteNumberValue(position);
            json.WriteEndArray();
        }
    }

    private static void WriteCsv(TextWriter output, IEnumerable<Embedding> embeddings, int width)
    {
        var text = new DelimitedText(output, ',');
        text.Row(["id", "position", "error", .. Enumerable.Range(0, width).Select(i => FormattableString.Invariant($"e{i}"))]);
        foreach (var embedding in embeddings)
        {
            var id = embedding.Example.Id;
            if (embedding.Error is { } error) text.Row([id, "", error.Describe().ReplaceLineEndings(""), .. Enumerable.Repeat("", width)]);
            for (var row = 0; row < embedding.Values.Length / width; row++)
                text.Row([id, Position(embedding, row), "", .. embedding.Values.Skip(row * width).Take(width).Select(DelimitedText.Number)]);
        }
    }

    // The number of rows stands before them, so they wait in a file of their own.
    private static void WriteArray(string path, EmbeddingFormat format, IEnumerable<Embedding> embeddings, int width)
    {
        using var waiting = Spool(path);
        var rows = 0L;
        Text(NamesBeside(path)!, names =>
        {
            foreach (var embedding in embeddings)
            {
                if (embedding.Error is not null) continue;
                waiting.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(embedding.Values.AsSpan()));
                var name = embedding.Example.Id.ReplaceLineEndings(" ");
                for (var row = 0; row < embedding.Values.Length / width; row++, rows++)
                    names.Write(embedding.Positions.Count > 0 ? $"{name}\t{Position(embedding, row)}\n" : $"{name}\n");
            }
        });
        waiting.Position = 0;
        long[] shape = [rows, width];
        if (format == EmbeddingFormat.Safetensors) SafetensorsWriter.Write(path, [new TensorSource(TensorName, DType.Float32, shape, waiting.CopyTo)]);
        else AtomicFile.Write(path, stream =>
        {
            NpyFile.WriteHeader(stream, "<f4", shape);
            waiting.CopyTo(stream);
        });
    }

    private static FileStream Spool(string path)
    {
        try
        {
            return new FileStream($"{Path.GetFullPath(path)}.{Environment.ProcessId}.rows.tmp", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, path);
        }
    }

    private static string Position(Embedding embedding, int row) => embedding.Positions.Count > 0 ? embedding.Positions[row].ToString(CultureInfo.InvariantCulture) : "";

    private static void Text(string path, Action<TextWriter> fill) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        fill(writer);
    });
}
