using System.Text.Json;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Goldens;

/// <summary>How reference files write numbers.</summary>
internal static class GoldenJson
{
    /// <summary>A number, or one of the strings <c>nan</c>, <c>inf</c>, <c>-inf</c>.</summary>
    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : value.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var other => throw new JsonException($"expected a number, found '{other}'"),
        };

    /// <summary>The object <c>{"abs": …, "rel": …}</c>.</summary>
    public static Tolerance Tolerance(JsonElement value) =>
        new(value.GetProperty("abs").GetDouble(), value.TryGetProperty("rel", out var rel) ? rel.GetDouble() : 0);

    /// <summary>Whether a path is a file that has a record a line.</summary>
    public static bool AreLines(string path) =>
        (path.EndsWith(".jsonl", StringComparison.Ordinal) || path.EndsWith(".jsonl.gz", StringComparison.Ordinal)) && File.Exists(path);

    /// <summary>The records of a file that has one a line, gzipped or not.</summary>
    public static IEnumerable<JsonElement> Lines(string path)
    {
        using var reader = new StreamReader(CompressedInput.Open(path));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0) continue;
            using var json = JsonDocument.Parse(line);
            yield return json.RootElement.Clone();
        }
    }

    /// <summary>Parses a whole file.</summary>
    public static JsonElement Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 512 });
        return json.RootElement.Clone();
    }
}
