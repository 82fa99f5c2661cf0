using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.Files;
using OmniHelix.Data.Numpy;
using OmniHelix.Models.Files;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// Writes embeddings as they come. Arrays hold the records that did not fail; an archive names the record of each row in an array of its
/// own, of a single array a text file beside it does.
/// </summary>
public static class EmbeddingFile
{
    private const string TensorName = "embeddings";

    private delegate void Writer(string path, IEnumerable<Embedding> embeddings, int width, bool withLabels);

    private static readonly FileCapability<Writer> Writing = new("OH2032", "hold embeddings",
    [
        (DataFileKinds.Npy, (path, embeddings, width, _) => WriteArray(path, embeddings, width, WriteNpy)),
        (DataFileKinds.Npz, EmbeddingArchive.Write),
        (WeightFileKinds.Safetensors, (path, embeddings, width, _) => WriteArray(path, embeddings, width, WriteSafetensors)),
        (DataFileKinds.Parquet, EmbeddingTable.Write),
        (DataFileKinds.Csv, (path, embeddings, width, labels) => Text(path, text => WriteDelimited(text, ',', embeddings, width, labels))),
        (DataFileKinds.Tsv, (path, embeddings, width, labels) => Text(path, text => WriteDelimited(text, '\t', embeddings, width, labels))),
        (DataFileKinds.JsonLines, (path, embeddings, width, _) => Text(path, text => WriteJsonLines(text, embeddings, width))),
    ]);

    /// <summary>Kinds of files that hold embeddings.</summary>
    public static IReadOnlyList<FileKind> Kinds => Writing.Kinds;

    /// <summary>The kind of embeddings that a name promises.</summary>
    /// <exception cref="UsageException">OH2032: it promises none.</exception>
    public static FileKind KindOf(string path) => Writing.ForOutput(path);

    /// <summary>
    /// The file beside an array with the record of each row; for vectors of tokens also the position of the token's first base, from 1,
    /// behind a tab. Null for kinds that hold the names.
    /// </summary>
    /// <exception cref="UsageException">OH2032: the name promises no embeddings.</exception>
    public static string? NamesBeside(string path)
    {
        var kind = KindOf(path);
        return kind == DataFileKinds.Npy || kind == WeightFileKinds.Safetensors ? Path.ChangeExtension(path, ".ids.txt") : null;
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Its ending tells the kind; text is compressed where it ends with <c>.gz</c>.</param>
    /// <param name="embeddings">Vectors in order.</param>
    /// <param name="width">Numbers of a vector.</param>
    /// <param name="withLabels">A column, or an array, with the labels of the records; JSON has those that there are.</param>
    /// <exception cref="UsageException">OH2032: the name promises no embeddings.</exception>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void Write(string path, IEnumerable<Embedding> embeddings, int width, bool withLabels = false) =>
        Writing.Of(KindOf(path))!(path, embeddings, width, withLabels);

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
            if (perToken) WritePositions(json, embedding.Positions);
            PredictionJson.WriteLosses(json, embedding.CutBases, embedding.UnknownBases);
        }
    }

    private static void WritePositions(Utf8JsonWriter json, IReadOnlyList<int> positions)
    {
        json.WriteStartArray("positions");
        foreach (var position in positions) json.WriteNumberValue(position);
        json.WriteEndArray();
    }

    private static void WriteDelimited(
        TextWriter output, char separator, IEnumerable<Embedding> embeddings, int width, bool withLabels)
    {
        var text = new DelimitedText(output, separator);
        var numbers = Enumerable.Range(0, width).Select(i => FormattableString.Invariant($"e{i}"));
        text.Row(["id", "position", .. Label("label"), "error", .. numbers]);
        foreach (var embedding in embeddings)
        {
            var id = embedding.Example.Id;
            var label = RecordLabel.Text(embedding.Example);
            if (embedding.Error is { } error)
                text.Row([id, "", .. Label(label), error.Describe().ReplaceLineEndings(""), .. Enumerable.Repeat("", width)]);
            for (var row = 0; row < embedding.Values.Length / width; row++)
            {
                var values = embedding.Values.Skip(row * width).Take(width).Select(DelimitedText.Number);
                text.Row([id, Position(embedding, row), .. Label(label), "", .. values]);
            }
        }

        string[] Label(string label) => withLabels ? [label] : [];
    }

    // The number of rows stands before them, so they wait in a file of their own.
    private static void WriteArray(string path, IEnumerable<Embedding> embeddings, int width, Action<string, Stream, long[]> write)
    {
        using var waiting = Spool(path);
        using var beside = new PendingFile(NamesBeside(path)!);
        var rows = 0L;
        using (var names = new StreamWriter(beside.Create()))
            foreach (var embedding in embeddings)
            {
                if (embedding.Error is not null) continue;
                waiting.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(embedding.Values.AsSpan()));
                var name = embedding.Example.Id.ReplaceLineEndings(" ");
                for (var row = 0; row < embedding.Values.Length / width; row++, rows++)
                    names.Write(embedding.Positions.Count > 0 ? $"{name}\t{Position(embedding, row)}\n" : $"{name}\n");
            }
        waiting.Position = 0;
        long[] shape = [rows, width];
        write(path, waiting, shape);
        // Names of an array that could not be written would stand in the way of the next one.
        beside.Commit();
    }

    private static void WriteSafetensors(string path, Stream rows, long[] shape) =>
        SafetensorsWriter.Write(path, [new TensorSource(TensorName, DType.Float32, shape, rows.CopyTo)]);

    private static void WriteNpy(string path, Stream rows, long[] shape) => AtomicFile.Write(path, stream =>
    {
        NpyFile.WriteHeader(stream, "<f4", shape);
        rows.CopyTo(stream);
    });

    /// <summary>A file beside another for rows that wait until their number is known; gone when it is closed.</summary>
    /// <exception cref="OmniException">OH600x: it cannot be written.</exception>
    internal static Stream Spool(string path) => WrittenStream.Open(
        $"{Path.GetFullPath(path)}.{Environment.ProcessId}.rows.tmp",
        new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose,
        },
        path);

    private static string Position(Embedding embedding, int row) =>
        embedding.Positions.Count > 0 ? embedding.Positions[row].ToString(CultureInfo.InvariantCulture) : "";

    private static void Text(string path, Action<TextWriter> fill) => CompressedOutput.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        fill(writer);
    });
}
