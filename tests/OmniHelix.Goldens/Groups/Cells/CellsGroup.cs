namespace OmniHelix.Goldens.Groups.Cells;

/// <summary>Models of cells and what surrounds them; of the models, what the encoder computes.</summary>
internal sealed class CellsGroup : IGoldenGroup
{
    private const string Models = "models";

    private readonly UnknownGroup rest = new("cells");

    public string Name => "cells";

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        var models = Path.Combine(folder, Models);
        var cases = Directory.Exists(models)
            ? Directory.EnumerateDirectories(models).Order(StringComparer.Ordinal).Where(IsModel).SelectMany(Cases)
            : [];
        return cases.Concat(rest.Discover(folder).Where(one => !one.Path.StartsWith(models, StringComparison.Ordinal)));
    }

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, "expected.safetensors"));

    private static IEnumerable<GoldenCase> Cases(string folder)
    {
        var name = $"{Models}/{Path.GetFileName(folder)}";
        yield return new GoldenCase($"{name}#encoder", folder, check => CellModelComparison.Run(folder, check));
        yield return GoldenCase.NotUnderstood($"{name}#heads", folder, "heads of several fields and labels are not implemented yet");
    }
}
