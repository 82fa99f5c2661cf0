using System.Text.Json;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Cli.Commands.Quickcheck;

/// <summary>What <c>omni quickcheck</c> says of a file.</summary>
internal enum FileVerdict
{
    /// <summary>Whole, and every record has the form of its format.</summary>
    Good,

    /// <summary>Truncated, damaged or malformed.</summary>
    Damaged,

    /// <summary>It cannot be opened, or nothing here knows its format.</summary>
    Unreadable,
}

/// <summary>One checked file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Verdict">Good, damaged or unreadable.</param>
/// <param name="Format">What it was taken for.</param>
/// <param name="Records">Records, rows, values or tensors; null when they were not counted.</param>
/// <param name="Problem">What is wrong and where.</param>
internal sealed record CheckedFile(string Path, FileVerdict Verdict, string Format, long? Records, string? Problem);

/// <summary>Reads files from their first to their last byte. A format is one line of <see cref="Checks"/>.</summary>
/// <param name="genome">Where given, annotation has to lie within it.</param>
internal sealed class FileChecks(ContigLengths? genome)
{
    private Dictionary<FileKind, Func<string, long?>> Checks => new()
    {
        [FileKind.Fasta] = Sequences,
        [FileKind.Fastq] = Sequences,
        [FileKind.Bed] = path => BedReader.Read(path, genome).LongCount(),
        [FileKind.Gtf] = path => FeatureReader.ReadGtf(path, genome).LongCount(),
        [FileKind.Gff3] = path => FeatureReader.ReadGff3(path, genome).LongCount(),
        [FileKind.Vcf] = Variants,
        [FileKind.Bcf] = Variants,
        [FileKind.Parquet] = Table,
        [FileKind.Arrow] = Arrow,
        [FileKind.Csv] = Table,
        [FileKind.Json] = Json,
        [FileKind.JsonLines] = Table,
        [FileKind.Npy] = Table,
        [FileKind.Npz] = Table,
        [FileKind.Safetensors] = Tensors,
        [FileKind.Torch] = TorchTensors,
    };

    // It cannot be opened; it is of a kind that is not read; it asks for code, without which nothing can be said of it.
    private static readonly string[] Unreadable = ["OH1001", "OH1226", "OH3121"];

    /// <summary>Checks one file; never throws for what it finds.</summary>
    public CheckedFile Check(string path)
    {
        FileFormat format;
        try
        {
            format = FileFormat.Of(path);
        }
        catch (OmniException e)
        {
            return new(path, FileVerdict.Unreadable, "", null, e.Describe());
        }
        if (format is { Kind: FileKind.Unknown, Container: FileContainer.Plain })
            return new(path, FileVerdict.Unreadable, "", null, "its format is not known, neither by content nor by name");
        try
        {
            return new(path, FileVerdict.Good, format.ToString(), (Checks.GetValueOrDefault(format.Kind) ?? Sequences)(path), null);
        }
        catch (OmniException e)
        {
            return new(path, Unreadable.Contains(e.Code) ? FileVerdict.Unreadable : FileVerdict.Damaged, format.ToString(), null, e.Describe());
        }
    }

    private static long? Sequences(string path) => Records(SequenceFileCheck.Run(path));

    private static long? Variants(string path) => Records(VcfFileCheck.Run(path));

    private static long? Records(FileCheckResult result) => result.Problem is null ? result.Records : throw result.Problem;

    private static long? Table(string path) => TableFileCheck.Check(path).Rows;

    // Whatever the file is called.
    private static long? Arrow(string path) => OmniHelix.Data.Tables.Table.OpenAll([path], new() { Format = RecordFormat.Arrow }).Chunks().Sum(c => (long)c.Rows);

    private static long? Json(string path)
    {
        try
        {
            return Table(path);
        }
        catch (OmniException e) when (e.Code == "OH1205")
        {
            // Configurations and results are whole without being tables.
            using var stream = CompressedInput.Open(path);
            try
            {
                using var document = JsonDocument.Parse(stream);
                return null;
            }
            catch (JsonException malformed)
            {
                throw new OmniException("OH1201", $"is not valid JSON: {malformed.Message}", path, null, malformed);
            }
        }
    }

    private static long? Tensors(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        foreach (var name in checkpoint.Names) _ = checkpoint.Get(name);
        return checkpoint.Names.Count;
    }

    // Whatever was saved, not model weights alone: every storage is read once.
    private static long? TorchTensors(string path)
    {
        using var file = TorchFile.Open(path);
        var (seen, open, tensors) = (new HashSet<object>(ReferenceEqualityComparer.Instance), new Stack<object?>([file.Root]), new Dictionary<int, PickleTensor>());
        while (open.TryPop(out var value))
        {
            if (value is null || !seen.Add(value)) continue;
            if (value is PickleTensor tensor) tensors.TryAdd(tensor.Storage.Id, tensor);
            foreach (var inner in value switch { PickleDict dict => dict.Values, PickleList list => list.Items, PickleTuple tuple => tuple.Items, PickleSet set => set.Items, _ => [] }) open.Push(inner);
        }
        foreach (var tensor in tensors.Values) _ = file.Contents(tensor.Storage.Key, tensor);
        return tensors.Count;
    }
}
