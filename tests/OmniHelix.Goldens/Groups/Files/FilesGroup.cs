using System.Text.Json;

namespace OmniHelix.Goldens.Groups.Files;

/// <summary>
/// Data files. Every folder has an <c>index.json</c> with a list <c>files</c>: the content of each, or that it must be refused. The ending
/// of a file chooses the comparison; files that no list names, and folders of forms that are not read yet, are skipped and named.
/// </summary>
internal sealed class FilesGroup : IGoldenGroup
{
    private static readonly string[] Parts = ["csv", "json", "parquet", "numpy", "h5ad", "xgboost"];

    public string Name => "files";

    public bool Recognises(string folder) => Parts.Count(part => Directory.Exists(Path.Combine(folder, part))) >= 2;

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        foreach (var directory in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder)
            .Order(StringComparer.Ordinal))
        {
            var listed = new HashSet<string>(StringComparer.Ordinal) { "index.json", "README.md" };
            var entries = Entries(directory);
            foreach (var entry in entries)
            {
                var name = entry.GetProperty("file").GetString()!;
                listed.Add(name);
                yield return Case(folder, Path.Combine(directory, name), entry);
            }
            foreach (var file in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal)
                .Where(f => !listed.Contains(Path.GetFileName(f)) && !f.EndsWith(".expected.json", StringComparison.Ordinal)))
                yield return Twin(file, entries) is { ValueKind: JsonValueKind.Object } twin ? Case(folder, file, twin)
                    : GoldenCase.NotUnderstood(
                        Path.GetRelativePath(folder, file),
                        file,
                        Comparison(file) is null ? Unread(file) : "no list says what it holds");
        }
    }

    private static GoldenCase Case(string root, string path, JsonElement entry)
    {
        var name = Path.GetRelativePath(root, path);
        return Comparison(path) is { } compare
            ? new GoldenCase(name, path, check => compare(path, entry, check))
            : GoldenCase.NotUnderstood(name, path, Unread(path));
    }

    private static Action<string, JsonElement, GoldenCheck>? Comparison(string path) => Path.GetExtension(path) switch
    {
        ".csv" or ".tsv" => DelimitedCases.Compare,
        ".json" or ".jsonl" => JsonCases.Compare,
        ".parquet" or ".arrow" or ".arrows" or ".feather" => TypedCases.Compare,
        ".npy" or ".npz" => NumpyCases.Compare,
        _ => null,
    };

    // The README says that Arrow files which no list names hold the table of small_*.parquet.
    private static JsonElement Twin(string file, List<JsonElement> entries) =>
        Path.GetExtension(file) == ".arrow"
            ? entries.FirstOrDefault(e => e.GetProperty("file").GetString()!.StartsWith("small_", StringComparison.Ordinal))
            : default;

    private static string Unread(string path) => $"{Path.GetExtension(path)} files are not read";

    private static List<JsonElement> Entries(string directory)
    {
        var index = Path.Combine(directory, "index.json");
        if (!File.Exists(index)) return [];
        var json = GoldenJson.Read(index);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("files", out var files)
            && files.ValueKind == JsonValueKind.Array
            ? [.. files.EnumerateArray().Where(f => f.ValueKind == JsonValueKind.Object && f.TryGetProperty("file", out _))]
            : [];
    }
}
