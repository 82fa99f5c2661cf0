using System.Text.Json;
using OmniHelix.Data.Numpy;

namespace OmniHelix.Goldens.Groups.Files;

/// <summary>NumPy arrays and archives of them: type, shape, every byte, every value.</summary>
internal static class NumpyCases
{
    public static void Compare(string path, JsonElement entry, GoldenCheck check)
    {
        IReadOnlyList<KeyValuePair<string, NpyArray>> arrays = [];
        var isArchive = path.EndsWith(".npz", StringComparison.Ordinal);
        if (!Obedience.Read(entry, check, () => arrays = isArchive ? NpzFile.Read(path) : [new("array", NpyFile.Read(path))])) return;
        if (!isArchive)
        {
            if (entry.TryGetProperty("descr", out _)) Compare("array", arrays[0].Value, entry, check);
            return;
        }
        var expected = entry.GetProperty("arrays");
        check.SameItems("names", arrays.Select(a => a.Key), expected.EnumerateObject().Select(p => p.Name));
        foreach (var (name, array) in arrays)
            if (expected.TryGetProperty(name, out var one)) Compare(name, array, one, check);
    }

    private static void Compare(string key, NpyArray got, JsonElement expected, GoldenCheck check)
    {
        // Bytes come in little-endian order whatever the file had.
        check.Equal($"{key} type", got.Type.ToString(), expected.GetProperty("descr").GetString()!.Replace('>', '<'));
        check.SameItems($"{key} shape", got.Shape, expected.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()));
        if (expected.TryGetProperty("hex_row_major_little_endian", out var hex))
            check.Equal($"{key} bytes", Convert.ToHexStringLower(got.Bytes), hex.GetString());
        var values = expected.GetProperty("values");
        if (values.ValueKind == JsonValueKind.Null) return;
        JsonElement[] flat = [.. Flat(values)];
        if (got.Type.Kind == 'U') check.SameItems($"{key} values", got.ToTexts(), flat.Select(v => v.GetString()!));
        else if (got.Type.Kind == 'S') check.SameItems(
            $"{key} values",
            got.ToTexts().Select(t => Convert.ToHexStringLower(System.Text.Encoding.Latin1.GetBytes(t))),
            flat.Select(v => v.GetProperty("$bytes").GetString()!));
        else check.Close(
            $"{key} values",
            got.ToDoubles(),
            flat.Select(v => v.ValueKind is JsonValueKind.True or JsonValueKind.False ? v.GetBoolean() ? 1 : 0 : GoldenJson.Number(v))
                .ToArray(),
            Tolerance.Exact);
    }

    private static IEnumerable<JsonElement> Flat(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flat) : [value];
}
