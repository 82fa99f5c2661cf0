using System.Security.Cryptography;
using System.Text.Json;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Goldens.Groups.Checkpoints;

/// <summary>Files and folders of named tensors.</summary>
internal static class TensorCases
{
    /// <summary>Every tensor and every metadata entry, bit for bit.</summary>
    public static void MustLoad(string path, JsonElement tensors, JsonElement expected, GoldenCheck check)
    {
        using var checkpoint = Checkpoint.Open(path);
        check.SameItems(
            "names",
            checkpoint.Names.Order(StringComparer.Ordinal),
            tensors.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        foreach (var tensor in tensors.EnumerateObject())
            if (checkpoint.TryGet(tensor.Name, out var got)) Compare(tensor.Name, got, tensor.Value, check);
        if (expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("metadata", out var metadata))
        {
            Dictionary<string, string> pairs = metadata.ValueKind == JsonValueKind.Object
                ? metadata.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!)
                : [];
            check.SameItems("metadata", Sorted(checkpoint.Metadata), Sorted(pairs));
        }
    }

    /// <summary><c>load</c> or <c>refuse</c>; a folder that must load may hold <c>expected.json</c>.</summary>
    public static void MustObey(string path, string must, GoldenCheck check)
    {
        if (!Path.Exists(path))
        {
            check.Fail("file", "missing", Path.GetFileName(path));
            return;
        }
        var error = Outcome.Of(() => ReadAll(path));
        check.Equal(must, error is null ? "load" : "refuse", must);
        if (error is not null) check.Equal("error names the place", error.Place is not null, true);
        var expected = Path.Combine(path, "expected.json");
        if (must == "load" && error is null && File.Exists(expected)) MustLoad(path, GoldenJson.Read(expected), default, check);
    }

    /// <summary>Type, shape and contents against <c>{dtype, shape, hex | sha256}</c>.</summary>
    public static void Compare(string key, CheckpointTensor got, JsonElement expected, GoldenCheck check)
    {
        check.Equal($"{key} dtype", DTypeNames.Of(got.Type), expected.GetProperty("dtype").GetString());
        check.SameItems($"{key} shape", got.Shape, expected.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()));
        if (expected.TryGetProperty("hex", out var hex))
            check.Equal($"{key} contents", Convert.ToHexStringLower(got.Bytes), hex.GetString());
        else check.Equal($"{key} sha256", Convert.ToHexStringLower(SHA256.HashData(got.Bytes)), expected.GetProperty("sha256").GetString());
    }

    private static void ReadAll(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        foreach (var name in checkpoint.Names) checkpoint.Get(name);
    }

    private static IEnumerable<string> Sorted(IReadOnlyDictionary<string, string> pairs) =>
        pairs.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal);
}
