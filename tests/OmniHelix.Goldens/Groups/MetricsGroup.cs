using System.Text.Json;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Metrics by scikit-learn, SciPy and torchmetrics: files of <c>cases</c>, each with inputs and an <c>expected</c> object. The kind of a
/// case is read off the names of its inputs.
/// </summary>
internal sealed class MetricsGroup : IGoldenGroup
{
    public string Name => "metrics";

    public IEnumerable<GoldenCase> Discover(string folder) =>
        Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(path => CasesOf(path, Path.ChangeExtension(Path.GetRelativePath(folder, path), null)));

    private static IEnumerable<GoldenCase> CasesOf(string path, string file)
    {
        var root = GoldenJson.Read(path);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("cases", out var cases)
            || cases.ValueKind != JsonValueKind.Array)
            return [GoldenCase.NotUnderstood(file, path, "there is no list of cases")];
        var tolerance = root.TryGetProperty("tolerance", out var t) && t.ValueKind == JsonValueKind.Number ? t.GetDouble() : 1e-10;
        return cases.EnumerateArray().SelectMany((one, i) => LossCases.Recognises(one)
            ? [LossCases.Case(one, file, path, tolerance)]
            : Split(one, $"{file}/{Label(one, i)}", path, tolerance));
    }

    /// <summary>One case for everything understood and one named case for each key that is not.</summary>
    private static IEnumerable<GoldenCase> Split(JsonElement one, string name, string path, double tolerance)
    {
        if (!one.TryGetProperty("expected", out var expected) || expected.ValueKind != JsonValueKind.Object
            || MetricsQuestions.For(one) is not { } resolve)
        {
            yield return GoldenCase.NotUnderstood(name, path, "a kind of case without a comparison yet");
            yield break;
        }
        var understood = new List<(JsonProperty Expected, Func<object?> Answer)>();
        foreach (var key in expected.EnumerateObject())
        {
            if (Contradiction(expected, key) is { } reason) yield return GoldenCase.NotUnderstood($"{name}#{key.Name}", path, reason);
            else if (resolve(key.Name) is { } answer) understood.Add((key, answer));
            else yield return GoldenCase.NotUnderstood($"{name}#{key.Name}", path, "this metric is not known");
        }
        if (understood.Count == 0) yield break;
        var float32 = one.TryGetProperty("note", out var note) && note.ValueKind == JsonValueKind.String
            && note.GetString()!.Contains("float32", StringComparison.Ordinal);
        yield return new GoldenCase(name, path, check =>
        {
            foreach (var (key, answer) in understood)
                MetricsComparison.Compare(check, key.Name, answer(), key.Value, ToleranceOf(key.Name, float32 ? 1e-6 : tolerance));
        });
    }

    /// <summary>
    /// torchmetrics computes in float32 and fills undefined values with 0. Where its number and the float64 library's number for the same
    /// quantity stand side by side and disagree, only the latter is compared.
    /// </summary>
    private static string? Contradiction(JsonElement expected, JsonProperty key)
    {
        const string prefix = "torchmetrics_";
        if (!key.Name.StartsWith(prefix, StringComparison.Ordinal)) return null;
        if (key.Value.ValueKind == JsonValueKind.Object && key.Value.TryGetProperty("warning", out _)) return null;
        foreach (var name in MetricsQuestions.SameAsTorchMetrics(key.Name[prefix.Length..]))
            if (expected.TryGetProperty(name, out var other) && !MetricsComparison.Agree(key.Value, other, 1e-6))
                return $"contradicts '{name}' of the same case, which is compared";
        return null;
    }

    private static Tolerance ToleranceOf(string key, double tolerance)
    {
        // Probabilities of chance are small: only their relative error says something. Those of a correlation of ±1 up to rounding are
        // nothing but the last bit of the coefficient; Kendall's come from whole numbers.
        if (key.EndsWith("_pvalue", StringComparison.Ordinal))
            return new(key.StartsWith("kendall", StringComparison.Ordinal) ? 1e-299 : 1e-40, 1e-8);
        var wide = key.StartsWith("torchmetrics_", StringComparison.Ordinal) || key.StartsWith("ece_", StringComparison.Ordinal)
            || key.StartsWith("concordance_ccc", StringComparison.Ordinal);
        return wide ? new(1e-6, 1e-6) : new(tolerance, tolerance);
    }

    private static string Label(JsonElement one, int number) => one.TryGetProperty("name", out var name) ? name.ToString() : $"#{number}";
}
