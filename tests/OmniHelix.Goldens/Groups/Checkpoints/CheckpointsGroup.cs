using System.Text.Json;

namespace OmniHelix.Goldens.Groups.Checkpoints;

/// <summary>
/// Weight containers. A file beside <c>X.expected.json</c> must load (<c>root</c>: a PyTorch file, <c>tensors</c>: safetensors); an
/// <c>index.json</c> lists files or
/// folders with what a reader has to do.
/// </summary>
internal sealed class CheckpointsGroup : IGoldenGroup
{
    private const string ExpectedSuffix = ".expected.json";

    public string Name => "checkpoints";

    public bool Recognises(string folder) => HoldsWeights(folder) || Directory.EnumerateDirectories(folder).Any(HoldsWeights);

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        foreach (var directory in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder)
            .Order(StringComparer.Ordinal))
        {
            foreach (var expected in Directory.EnumerateFiles(directory, "*" + ExpectedSuffix).Order(StringComparer.Ordinal))
                yield return Loads(folder, expected);
            var index = Path.Combine(directory, "index.json");
            if (!File.Exists(index)) continue;
            foreach (var one in Listed(folder, directory, GoldenJson.Read(index))) yield return one;
        }
    }

    private static bool HoldsWeights(string folder) =>
        Directory.EnumerateFiles(folder, "*" + ExpectedSuffix)
            .Any(f => Path.GetExtension(f[..^ExpectedSuffix.Length]) is ".pt" or ".pth" or ".bin" or ".ckpt" or ".safetensors")
        || Directory.EnumerateDirectories(folder).Any(d => File.Exists(Path.Combine(d, "model.safetensors.index.json")));

    private static GoldenCase Loads(string root, string expectedPath)
    {
        var file = expectedPath[..^ExpectedSuffix.Length];
        return new GoldenCase(Path.GetRelativePath(root, file), file, check =>
        {
            var expected = GoldenJson.Read(expectedPath);
            if (expected.TryGetProperty("root", out var value)) TorchCases.MustLoad(file, expected, value, check);
            else if (expected.TryGetProperty("tensors", out var tensors)) TensorCases.MustLoad(file, tensors, expected, check);
            else check.Skip("expected.json has neither 'root' nor 'tensors'");
        });
    }

    private static IEnumerable<GoldenCase> Listed(string root, string directory, JsonElement index)
    {
        var list = index.ValueKind == JsonValueKind.Array ? index : index.GetProperty("cases");
        double[] w = index.ValueKind == JsonValueKind.Object && index.TryGetProperty("w", out var values)
            ? [.. values.EnumerateArray().Select(v => v.GetDouble())]
            : [];
        foreach (var entry in list.EnumerateArray())
        {
            var path = Path.Combine(
                directory,
                (entry.TryGetProperty("file", out var name) ? name : entry.GetProperty("folder")).GetString()!);
            yield return new GoldenCase(Path.GetRelativePath(root, path), path, check =>
            {
                if (entry.TryGetProperty("strict", out _)) TorchCases.MustObey(path, entry, w, check);
                else if (entry.TryGetProperty("must", out var must)) TensorCases.MustObey(path, must.GetString()!, check);
                else check.Skip("the index entry has neither 'strict' nor 'must'");
            });
        }
    }
}
