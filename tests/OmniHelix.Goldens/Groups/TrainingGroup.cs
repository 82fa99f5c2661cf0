using System.Text.Json;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Training: schedules, early stopping, clipping, random streams, event files. Files are told apart by what their cases hold, not by their
/// names.
/// </summary>
internal sealed class TrainingGroup : IGoldenGroup
{
    public string Name => "training";

    public IEnumerable<GoldenCase> Discover(string folder) => Walk(folder, folder);

    private static IEnumerable<GoldenCase> Walk(string root, string folder)
    {
        string Relative(string path) => Path.GetRelativePath(root, path);
        if (File.Exists(Path.Combine(folder, "batches.safetensors")))
            return TrainingTraces.Discover(folder, Relative);
        if (TensorBoardCases.Recognises(folder)) return TensorBoardCases.Discover(folder, Relative);
        var files = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal);
        return files.SelectMany(f => Table(f, Path.ChangeExtension(Relative(f), null)!))
            .Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(f => Walk(root, f)));
    }

    private static IEnumerable<GoldenCase> Table(string path, string file)
    {
        var root = GoldenJson.Read(path);
        var cases = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("cases", out var found) ? found : default;
        if (cases.ValueKind == JsonValueKind.Object)
            return cases.EnumerateObject().Where(one => one.Value.TryGetProperty("autocast_bf16", out _))
                .Select(one => TrainingTraces.Autocast(one.Value, $"{file}/{one.Name}", path, one.Name));
        if (cases.ValueKind != JsonValueKind.Array)
            return [GoldenCase.NotUnderstood(file, path, "there is no list of cases")];
        var tolerance = root.TryGetProperty("tolerance", out var t) && t.ValueKind == JsonValueKind.Number ? t.GetDouble() : 1e-12;
        return cases.EnumerateArray().SelectMany((one, i) => Case(one, $"{file}/{i}", path, new Tolerance(tolerance, tolerance)));
    }

    private static IEnumerable<GoldenCase> Case(JsonElement one, string name, string path, Tolerance tolerance)
    {
        if (one.TryGetProperty("schedule", out var schedule))
            return [ScheduleCases.Case(one, $"{name}-{schedule.GetString()}", path, tolerance)];
        if (one.TryGetProperty("patience", out _) && one.TryGetProperty("values", out _)) return EarlyStoppingCases.Cases(one, name, path);
        if (one.TryGetProperty("gradients", out _) && one.TryGetProperty("max_norm", out _))
            return [EngineCases.Clipping(one, name, path, tolerance)];
        if (one.TryGetProperty("seed", out _)) return EngineCases.RandomStreams(one, name, path);
        return [GoldenCase.NotUnderstood(name, path, "a kind of case without a comparison yet")];
    }
}
