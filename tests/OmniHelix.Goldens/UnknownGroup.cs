using System.Text.Json;

namespace OmniHelix.Goldens;

/// <summary>Walks a group that nothing here can judge yet, so that its cases are counted and named rather than overlooked.</summary>
internal sealed class UnknownGroup(string name) : IGoldenGroup
{
    private static readonly string[] CaseMarkers = ["meta.json", "config.json", "expected.safetensors", "expected.json"];
    private static readonly string[] TableExtensions = [".json", ".jsonl", ".tsv", ".csv", ".gz"];

    public string Name { get; } = name;

    /// <summary>
    /// A folder with <c>meta.json</c>, <c>config.json</c> or <c>expected.*</c> is one case; a list in <c>index.json</c> is one case an
    /// entry; in every other folder each table is one.
    /// </summary>
    public IEnumerable<GoldenCase> Discover(string folder) => Walk(folder, folder);

    private IEnumerable<GoldenCase> Walk(string root, string folder)
    {
        if (CaseMarkers.Any(m => File.Exists(Path.Combine(folder, m)))) return [Case(root, folder, null)];
        var index = Path.Combine(folder, "index.json");
        if (File.Exists(index)) return Entries(index).Select(entry => Case(root, folder, entry));
        var tables = Directory.EnumerateFiles(folder)
            .Where(f => TableExtensions.Contains(Path.GetExtension(f), StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => Case(root, f, null));
        return tables.Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(f => Walk(root, f)));
    }

    private GoldenCase Case(string root, string path, string? entry)
    {
        var relative = Path.GetRelativePath(root, path);
        return GoldenCase.NotUnderstood(
            entry is null ? relative : $"{relative}/{entry}",
            path,
            $"no comparison for the group '{Name}' yet");
    }

    private static List<string> Entries(string index)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(index));
        var list = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("cases", out var cases)
            ? cases
            : json.RootElement;
        if (list.ValueKind == JsonValueKind.Object) return [.. list.EnumerateObject().Select(p => p.Name)];
        return list.ValueKind != JsonValueKind.Array ? ["index.json"] : [.. list.EnumerateArray().Select(Label)];
    }

    private static string Label(JsonElement entry, int number)
    {
        if (entry.ValueKind == JsonValueKind.Object)
            foreach (var key in (string[])["name", "file", "folder", "case", "id"])
                if (entry.TryGetProperty(key, out var value)) return value.ToString();
        return entry.ValueKind == JsonValueKind.String ? entry.GetString()! : $"#{number}";
    }
}
