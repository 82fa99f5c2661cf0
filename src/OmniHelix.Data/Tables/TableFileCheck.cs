using OmniHelix.Data.Files;
using OmniHelix.Data.Numpy;

namespace OmniHelix.Data.Tables;

/// <summary>What a sound file holds.</summary>
/// <param name="Format">Its form: <c>CSV</c>, <c>TSV</c>, <c>JSON</c>, <c>JSONL</c>, <c>Parquet</c>, <c>Arrow</c>, <c>NPY</c> or <c>NPZ</c>.</param>
/// <param name="Rows">Rows, records, or values of all arrays.</param>
/// <param name="Columns">Names of columns or arrays.</param>
public sealed record TableFileSummary(string Format, long Rows, IReadOnlyList<string> Columns);

/// <summary>Whether a table or array file is whole: it is read from its first to its last byte. Plain text that is cut between two records cannot be told from a shorter file.</summary>
public static class TableFileCheck
{
    /// <summary>Whether the ending is one that <see cref="Check"/> knows, a <c>.gz</c> behind those of text passed over.</summary>
    public static bool Knows(string path) => NameOf(path) is not null;

    /// <summary>Reads everything.</summary>
    /// <exception cref="OmniException">What is wrong and where: OH1001 to OH1005, OH1201 to OH1226; OH1214 for an ending that it does not know.</exception>
    public static TableFileSummary Check(string path)
    {
        switch (NameOf(path))
        {
            case "NPY":
                var array = NpyFile.Read(path);
                return new("NPY", array.Count, [array.Type.ToString()]);
            case "NPZ":
                var arrays = NpzFile.Read(path);
                return new("NPZ", arrays.Sum(a => (long)a.Value.Count), [.. arrays.Select(a => a.Key)]);
            case { } name:
                var table = Table.OpenAll([path]);
                return new(name, table.Chunks().Sum(c => (long)c.Rows), [.. table.Columns.Select(c => c.Name)]);
            default:
                throw new OmniException("OH1214", "the ending names no form of tables or arrays", path, "They are .csv, .tsv, .json, .jsonl (plain or .gz), .parquet, .arrow, .feather, .npy and .npz.");
        }
    }

    private static string? NameOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".NPY" => "NPY",
        ".NPZ" => "NPZ",
        _ => RecordFormats.Of(path) switch
        {
            RecordFormat.Csv => "CSV",
            RecordFormat.Tsv => "TSV",
            RecordFormat.Json => "JSON",
            RecordFormat.JsonLines => "JSONL",
            RecordFormat.Parquet => "Parquet",
            RecordFormat.Arrow or RecordFormat.ArrowStream => "Arrow",
            _ => null,
        },
    };
}
