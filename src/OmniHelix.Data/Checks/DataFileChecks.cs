using System.Text.Json;
using OmniHelix.Data.Files;
using OmniHelix.Data.Numpy;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Checks;

/// <summary>
/// Checks of the files that hold tables and arrays: each is read from its first to its last byte. Plain text that is cut between two
/// records cannot be told from a shorter file.
/// </summary>
public static class DataFileChecks
{
    /// <summary>The kinds and how each is checked, together with <see cref="SequenceFileChecks.All"/>.</summary>
    public static IReadOnlyList<(FileKind Kind, FileCheck Check)> All { get; } =
    [
        .. SequenceFileChecks.All,
        .. new[]
        {
            SequenceFileKinds.Lines, DataFileKinds.Csv, DataFileKinds.Tsv, DataFileKinds.JsonLines, DataFileKinds.Parquet,
            DataFileKinds.Arrow,
        }.Select(OfTable),
        (DataFileKinds.Json, (path, _) => Json(path)),
        (DataFileKinds.Npy, (path, _) => NpyFile.Read(path).Count),
        (DataFileKinds.Npz, (path, _) => NpzFile.Read(path).Sum(a => (long)a.Value.Count)),
    ];

    private static (FileKind Kind, FileCheck Check) OfTable(FileKind kind) => (kind, (path, _) => Rows(path, kind));

    private static long Rows(string path, FileKind kind) => Table.OpenAll([path], new() { Kind = kind }).Chunks().Sum(c => (long)c.Rows);

    private static long? Json(string path)
    {
        try
        {
            return Rows(path, DataFileKinds.Json);
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
}
