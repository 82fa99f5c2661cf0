using System.Text.Json;
using OmniHelix.Documents;

namespace OmniHelix.Workflows.FineTuning;

/// <summary><c>result.json</c> of one seed: written last, so its presence says that the seed is done.</summary>
internal static class SeedResultFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new FiniteNumberConverter() },
    };

    public static void Write(string folder, SeedResult result) =>
        AtomicFile.WriteText(PathIn(folder), JsonSerializer.Serialize(result, Format));

    public static SeedResult? TryRead(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<SeedResult>(File.ReadAllText(path), Format);
        }
        catch (JsonException e)
        {
            throw new OmniException(
                "OH5041", $"the result of a seed cannot be read: {e.Message}", path,
                "Delete the file and resume: the seed is evaluated again.", e);
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, "result.json");
}
